#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace monitoring {

/// A second of UTC, in 64 bits.
using Moment = std::chrono::sys_seconds;

/// Parses an ASN.1 UTCTime such as "491231235959Z", with a year from 1950 to 2049 (RFC 5280,
/// 4.1.2.5.1). As in BER, seconds may be missing, and an offset such as +0900 may replace the Z.
/// Empty for anything else.
[[nodiscard]] std::optional<Moment> parse_utc_time(std::string_view text);

/// Parses an ASN.1 GeneralizedTime such as "20501231235959Z" (RFC 5280, 4.1.2.5.2), which may have
/// an offset, or a fraction, which is ignored. Empty for anything else.
[[nodiscard]] std::optional<Moment> parse_generalized_time(std::string_view text);

/// As openssl prints it: "Oct 27 09:49:54 2027 GMT"; a day below 10 is padded with a blank.
[[nodiscard]] std::string format_moment(Moment moment);

}  // namespace monitoring
