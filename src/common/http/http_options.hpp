#pragma once

#include <string>
#include <string_view>

#include "common/http/http_get.hpp"

namespace monitoring {

/// A host: a name or an address, of IPv6 with or without brackets. Throws UsageError.
[[nodiscard]] std::string parse_http_host(std::string_view text);

/// A path, which begins with a slash. Throws UsageError.
[[nodiscard]] std::string parse_http_path(std::string_view text);

/// Sets where to ask: a port, or a Unix socket as "unix:PATH". Throws UsageError.
void read_http_port(std::string_view text, HttpRequest& request);

}  // namespace monitoring
