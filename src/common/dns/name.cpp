#include "common/dns/name.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

/// Why the text is no domain name; empty when it is one.
static std::string_view mistake_in(std::string_view text) {
    constexpr std::size_t kMaxLabelLength = 63;
    constexpr std::size_t kMaxNameLength = 253;
    if (text.empty()) return "is empty";
    if (text == ".") return {};
    if (text.ends_with('.')) text.remove_suffix(1);
    if (text.size() > kMaxNameLength) return "is longer than 253 characters";
    for (const auto label : split(text, '.')) {
        if (label.empty()) return "has nothing between two dots";
        if (label.size() > kMaxLabelLength) return "has more than 63 characters between two dots";
    }
    if (parse_ip_address(text)) return {};
    // In a URL, ':', '@' and '?' stand before secrets. To c-ares a backslash starts an escape.
    static constexpr std::string_view kBad = "\\:@?";
    const auto is_good = [](char c) {
        return c > ' ' && c <= '~' && kBad.find(c) == std::string_view::npos;
    };
    if (std::all_of(text.begin(), text.end(), is_good)) return {};
    return "has a character that is none of a host's name (others are written as xn--...)";
}

bool is_domain_name(std::string_view text) { return mistake_in(text).empty(); }

std::string domain_name_option(std::string_view text) {
    const auto mistake = mistake_in(text);
    if (mistake.empty()) return std::string(text);
    throw UsageError(fmt::format("'{}' {}", text, mistake));
}

std::string reverse_name(const IpAddress& address) {
    const bool is_ipv4 = address.family == AF_INET;
    std::string name;
    for (std::size_t i = is_ipv4 ? 4 : 16; i-- > 0;) {
        const unsigned byte = address.bytes.at(i);
        if (is_ipv4) {
            fmt::format_to(std::back_inserter(name), "{}.", byte);
        } else {
            fmt::format_to(std::back_inserter(name), "{:x}.{:x}.", byte & 0xFU, byte >> 4U);
        }
    }
    return name + (is_ipv4 ? "in-addr.arpa" : "ip6.arpa");
}

std::string lower_case(std::string_view text) {
    std::string result(text);
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string normal_name(std::string_view name) {
    if (name.size() > 1 && name.ends_with('.')) name.remove_suffix(1);
    return lower_case(name);
}

}  // namespace monitoring
