#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// A path of a URL as it can be shown: of "/stat?token=x" remains "/stat?…".
[[nodiscard]] std::string without_query(std::string_view path);

/// A text that quotes what was typed, without what may be secret in an address: of
/// "http://user:password@host/stat?token=x" remains "http://…@host/stat?…".
[[nodiscard]] std::string without_secrets(std::string_view text);

}  // namespace monitoring
