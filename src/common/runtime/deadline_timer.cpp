#include "common/runtime/deadline_timer.hpp"

#include <sys/time.h>

#include <algorithm>
#include <chrono>

namespace monitoring {

void start_deadline_timer(Seconds time) {
    // At most a year, which fits into every type below.
    const double seconds = std::clamp(time.count(), 1e-6, 366.0 * 86400);
    const auto whole = static_cast<time_t>(seconds);
    const double fraction = seconds - static_cast<double>(whole);
    itimerval timer{};
    timer.it_value.tv_sec = whole;
    timer.it_value.tv_usec = static_cast<suseconds_t>(fraction * 1e6);
    setitimer(ITIMER_REAL, &timer, nullptr);
}

void stop_deadline() {
    const itimerval none{};
    setitimer(ITIMER_REAL, &none, nullptr);
}

std::optional<Seconds> time_left() {
    itimerval timer{};
    getitimer(ITIMER_REAL, &timer);
    const Seconds left = std::chrono::seconds(timer.it_value.tv_sec) +
                         std::chrono::microseconds(timer.it_value.tv_usec);
    if (left.count() <= 0) return {};
    return left;
}

}  // namespace monitoring
