#include "common/kernel_clock.hpp"

#include <errno.h>
#include <sys/timex.h>

#include "common/error.hpp"

namespace monitoring {

KernelClock kernel_clock_of(int status, long offset) {
    const double unit = (status & STA_NANO) != 0 ? 1e-9 : 1e-6;
    return {(status & STA_UNSYNC) == 0, (status & STA_PLL) != 0,
            Seconds(static_cast<double>(offset) * unit)};
}

KernelClock read_kernel_clock() {
    timex clock{};
    if (adjtimex(&clock) < 0) throw system_error("cannot ask the kernel for its clock", errno);
    return kernel_clock_of(clock.status, clock.offset);
}

}  // namespace monitoring
