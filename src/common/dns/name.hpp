#pragma once

#include <string>
#include <string_view>

#include "common/net/network_address.hpp"

namespace monitoring {

/// Whether the text is a domain name (RFC 1035, 2.3.4): labels of 1 to 63 printable ASCII
/// characters, 253 in all without the trailing dot, which is optional. "." is the root.
[[nodiscard]] bool is_domain_name(std::string_view text);

/// The same for an option: gives the text, or throws a UsageError that says what is wrong.
[[nodiscard]] std::string domain_name_option(std::string_view text);

/// The name of an address's PTR records: "1.2.0.192.in-addr.arpa" (RFC 1035, 3.5), or the one below
/// ip6.arpa (RFC 3596, 2.5).
[[nodiscard]] std::string reverse_name(const IpAddress& address);

/// The text with its ASCII letters in lower case.
[[nodiscard]] std::string lower_case(std::string_view text);

/// The name as DnsMessageReader gives it: without a trailing dot, in lower case; the root is ".".
[[nodiscard]] std::string normal_name(std::string_view name);

}  // namespace monitoring
