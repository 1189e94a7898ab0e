#pragma once

#include <cstdint>

namespace monitoring {

/// A random number from getrandom(2); the process id where a sandbox forbids that.
[[nodiscard]] std::uint16_t random_number();

}  // namespace monitoring
