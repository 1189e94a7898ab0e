#include "common/timesync/kernel_clock.hpp"

#include <errno.h>
#include <sys/timex.h>

#include "common/text/error.hpp"

namespace monitoring {

KernelClock kernel_clock_of(int status, long offset, long max_error) {
    // The kernel increases the error by 500 us a second, up to 16 s. Like timedatectl(1), this
    // ignores STA_UNSYNC, which some services set only to keep the kernel off the hardware clock.
    constexpr long kUnknownError = 16'000'000;
    KernelClock clock;
    clock.is_synchronised = max_error < kUnknownError;
    const double unit = (status & STA_NANO) != 0 ? 1e-9 : 1e-6;
    if ((status & STA_PLL) != 0) clock.offset = Seconds(static_cast<double>(offset) * unit);
    return clock;
}

KernelClock read_kernel_clock() {
    timex clock{};
    if (adjtimex(&clock) < 0) throw system_error("cannot ask the kernel for its clock", errno);
    return kernel_clock_of(clock.status, clock.offset, clock.maxerror);
}

}  // namespace monitoring
