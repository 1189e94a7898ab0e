#pragma once

#include <string>
#include <string_view>

#include "common/http/http_get.hpp"

namespace monitoring {

/// A path, which begins with a slash. Throws UsageError.
[[nodiscard]] std::string http_path_option(std::string_view text);

/// Sets where to ask: a port, or a Unix socket as "unix:PATH". Throws UsageError.
void read_http_port(std::string_view text, HttpRequest& request);

}  // namespace monitoring
