#pragma once

#include <optional>

#include "common/text/quantity.hpp"

namespace monitoring {

/// Has SIGALRM come after that time. It counts also while the process is stopped, and whatever
/// happens to the clock.
void start_deadline_timer(Seconds time);

/// Takes the deadline back.
void stop_deadline();

/// The time left until the deadline; empty without one.
[[nodiscard]] std::optional<Seconds> time_left();

}  // namespace monitoring
