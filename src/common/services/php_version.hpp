#pragma once

#include <optional>
#include <string_view>

namespace monitoring {

/// PHP_VERSION_ID as `php -r 'echo PHP_VERSION_ID;'` prints it: 80236 for 8.2.36. Empty for
/// anything that is not just one such number, with or without a newline. PHP before 5.2.7 has none.
[[nodiscard]] std::optional<unsigned> parse_php_version_id(std::string_view text);

/// The same number from what `php-fpm -v` prints: "PHP 8.2.36 (fpm-fcgi) (built: ...)" and further
/// lines. What stands behind the release, as in 8.4.0RC1 or 8.3.0-dev, is no part of the number.
[[nodiscard]] std::optional<unsigned> parse_php_banner(std::string_view text);

}  // namespace monitoring
