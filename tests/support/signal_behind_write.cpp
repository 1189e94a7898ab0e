// Put in front of the C library by LD_PRELOAD: whoever writes to stdout or stderr gets SIGTERM
// right behind it, before he knows that it is written.

#include <dlfcn.h>
#include <signal.h>
#include <unistd.h>

extern "C" ssize_t write(int descriptor, const void* data, size_t size) {
    using Write = ssize_t (*)(int, const void*, size_t);
    static const auto real = reinterpret_cast<Write>(dlsym(RTLD_NEXT, "write"));
    const ssize_t written = real(descriptor, data, size);
    if (descriptor == STDOUT_FILENO || descriptor == STDERR_FILENO) raise(SIGTERM);
    return written;
}
