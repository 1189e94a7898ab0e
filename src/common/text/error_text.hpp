#pragma once

#include <string>

namespace monitoring {

/// What an errno value means, in glibc's words whatever the C library: "No such file or directory",
/// or "Unknown error 1000" (strerror(3), in the locale C).
[[nodiscard]] std::string error_text(int number);

}  // namespace monitoring
