#pragma once

#include <string>
#include <string_view>

#include "common/state/state.hpp"

namespace monitoring {

/// A state file: one line of words (format, version, boot_id, boot time and real time in ns, size
/// of the content, hash of it all); then the content, byte for byte.
[[nodiscard]] std::string format_state(const StoredState& state);

/// The reverse. Throws Error for anything that format_state() of this version did not write.
[[nodiscard]] StoredState read_state(std::string_view text);

}  // namespace monitoring
