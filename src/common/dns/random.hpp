#pragma once

#include <cstdint>

namespace monitoring {

/// A number that cannot be guessed; where a sandbox forbids to ask for one, just any.
[[nodiscard]] std::uint16_t random_number();

}  // namespace monitoring
