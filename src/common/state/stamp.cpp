#include "common/state/stamp.hpp"

#include <time.h>

namespace monitoring {

static std::int64_t clock_ns(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

Stamp stamp_now(const ProcFs& proc) {
    return {.boot_id = proc.boot_id(),
            .boot_time_ns = clock_ns(CLOCK_BOOTTIME),
            .real_time_ns = clock_ns(CLOCK_REALTIME)};
}

Seconds boot_time() { return Seconds(static_cast<double>(clock_ns(CLOCK_BOOTTIME)) * 1e-9); }

std::optional<Seconds> time_between(const Stamp& earlier, const Stamp& later) {
    if (earlier.boot_id != later.boot_id || earlier.boot_time_ns > later.boot_time_ns ||
        earlier.real_time_ns > later.real_time_ns) {
        return {};
    }
    return Seconds(static_cast<double>(later.boot_time_ns - earlier.boot_time_ns) * 1e-9);
}

}  // namespace monitoring
