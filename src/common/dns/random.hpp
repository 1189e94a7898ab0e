#pragma once

#include <cstdint>

namespace monitoring {

/// A random number from getrandom(2), or from /dev/urandom before Linux 3.17; the process id where
/// a sandbox forbids both.
[[nodiscard]] std::uint16_t random_number();

}  // namespace monitoring
