#pragma once

#include <string_view>

namespace monitoring {

/// Whether that is a whole and sound file of zoneinfo(5), in TZif format (RFC 8536): what the C
/// library does not understand of one it takes for UTC, without a word.
[[nodiscard]] bool is_zone_file(std::string_view content);

/// Whether that is a rule of POSIX for the TZ of the environment, from its start to its end, such
/// as "JST-9", "<+09>-9" or "EST5EDT,M3.2.0,M11.1.0/1". Hours of a change may be those of RFC 8536,
/// from -167 to 167.
[[nodiscard]] bool is_zone_rule(std::string_view text);

}  // namespace monitoring
