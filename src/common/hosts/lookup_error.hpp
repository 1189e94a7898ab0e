#pragma once

namespace monitoring {

/// What an error of getaddrinfo(3) other than EAI_SYSTEM means, in glibc's words whatever the C
/// library (gai_strerror(3)).
[[nodiscard]] const char* lookup_error_text(int error);

}  // namespace monitoring
