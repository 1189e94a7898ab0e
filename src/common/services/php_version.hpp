#pragma once

#include <optional>
#include <string_view>

namespace monitoring {

/// PHP_VERSION_ID as `php -r 'echo PHP_VERSION_ID;'` prints it: 80236 for 8.2.36. Empty for
/// anything that is not just one such number, with or without a newline. PHP before 5.2.7 has none.
[[nodiscard]] std::optional<unsigned> parse_php_version_id(std::string_view text);

/// The same number from the output of `php-fpm -v`: "PHP 8.2.36 (fpm-fcgi) (built: ...)" and
/// further lines. A suffix of the release, as in 8.4.0RC1 or 8.3.0-dev, is ignored.
[[nodiscard]] std::optional<unsigned> parse_php_banner(std::string_view text);

}  // namespace monitoring
