// Put in front of the C library by LD_PRELOAD: a kernel whose clock is as $FAKE_CLOCK says, "STATUS
// OFFSET MAXERROR" in adjtimex(2)'s terms. Where that is not set the question is forbidden.

#include <sys/timex.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

extern "C" int adjtimex(timex* clock) noexcept {
    const char* text = std::getenv("FAKE_CLOCK");
    if (text == nullptr || clock->modes != 0 ||
        std::sscanf(text, "%i %li %li", &clock->status, &clock->offset, &clock->maxerror) != 3) {
        errno = EPERM;
        return -1;
    }
    return (clock->status & STA_UNSYNC) != 0 ? TIME_ERROR : TIME_OK;
}
