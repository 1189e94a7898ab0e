#pragma once

#include <string_view>

namespace monitoring {

/// Whether it is a complete, valid zone file, in TZif format (RFC 8536, tzfile(5)): the C library
/// silently treats an invalid one as UTC.
[[nodiscard]] bool is_zone_file(std::string_view content);

/// Whether the whole text is a POSIX time zone rule for $TZ, such as "JST-9", "<+09>-9" or
/// "EST5EDT,M3.2.0,M11.1.0/1". The hour of a change may be from -167 to 167, as in RFC 8536.
[[nodiscard]] bool is_zone_rule(std::string_view text);

}  // namespace monitoring
