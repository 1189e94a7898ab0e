#pragma once

#include <string_view>

namespace monitoring {

/// Writes everything to a descriptor, however many writes it takes. Returns 0 or an errno value.
[[nodiscard]] int write_all(int descriptor, std::string_view text);

/// Waits until a write would not block or fail; -1 waits for ever. Returns false after the timeout.
/// Async-signal-safe.
[[nodiscard]] bool is_writable(int descriptor, int timeout_ms);

}  // namespace monitoring
