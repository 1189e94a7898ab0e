#include "common/hosts/hosts_file.hpp"

#include <sys/socket.h>

#include <algorithm>

#include "common/dns/name.hpp"
#include "common/hosts/host_lookup.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr std::size_t kMaxAddresses = 64;

/// The line at the front of the text, which is taken from it, without its end.
static std::string_view take_line(std::string_view& text) {
    const auto length = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::vector<IpAddress> find_in_hosts(std::string_view text, std::string_view name, int family) {
    const auto wanted = lower_case(name);
    const auto is_wanted = [&wanted](std::string_view one) { return lower_case(one) == wanted; };
    std::vector<IpAddress> found;
    while (!text.empty() && found.size() < kMaxAddresses) {
        const auto line = take_line(text);
        const auto parts = words(line.substr(0, line.find('#')));
        if (parts.size() < 2 || std::none_of(parts.begin() + 1, parts.end(), is_wanted)) continue;
        auto address = parse_ip_address(parts.front());
        if (!address || !address->scope.empty()) continue;
        if (family == AF_INET) address = without_mapping(*address);
        if (family != AF_UNSPEC && family != address->family) continue;
        if (std::find(found.begin(), found.end(), *address) == found.end()) {
            found.push_back(*address);
        }
    }
    return found;
}

}  // namespace monitoring
