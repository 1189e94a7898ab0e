#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// A path of a URL with its query masked: "/stat?…" for "/stat?token=x".
[[nodiscard]] std::string without_query(std::string_view path);

/// A text with the user information and queries of URLs masked: "http://…@host/stat?…" for
/// "http://user:password@host/stat?token=x".
[[nodiscard]] std::string without_secrets(std::string_view text);

}  // namespace monitoring
