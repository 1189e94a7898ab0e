#include "common/tls/ehlo_name.hpp"

#include <fmt/format.h>
#include <limits.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "common/net/local_address.hpp"
#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static bool is_letter_or_digit(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9');
}

static bool is_label(std::string_view label) {
    static constexpr std::size_t kMaxLength = 63;
    return !label.empty() && label.size() <= kMaxLength && is_letter_or_digit(label.front()) &&
           is_letter_or_digit(label.back()) &&
           std::all_of(label.begin(), label.end(),
                       [](char one) { return one == '-' || is_letter_or_digit(one); });
}

/// Whether it is a name with a domain, and not one such as "localhost.localdomain".
static bool is_full_name(std::string_view name) {
    static constexpr std::size_t kMaxLength = 255;
    const auto labels = split(name, '.');
    const auto is_digit = [](char one) { return one >= '0' && one <= '9'; };
    const auto top = labels.back();
    return labels.size() > 1 && name.size() <= kMaxLength &&
           std::all_of(labels.begin(), labels.end(), is_label) &&
           !std::all_of(top.begin(), top.end(), is_digit) && labels.front() != "localhost" &&
           top != "localdomain" && top != "localhost";
}

/// The first name with a domain in a line of /etc/hosts that has the host name; empty without one.
static std::string_view find_full_name(std::string_view host_name, std::string_view hosts) {
    for (const auto line : split(hosts, '\n')) {
        auto names = words(line.substr(0, line.find('#')));
        if (names.empty()) continue;
        names.erase(names.begin());
        if (std::find(names.begin(), names.end(), host_name) == names.end()) continue;
        const auto name = std::find_if(names.begin(), names.end(), is_full_name);
        if (name != names.end()) return *name;
    }
    return {};
}

std::string ehlo_name(std::string_view host_name, std::string_view hosts,
                      const IpAddress& own_address) {
    if (is_full_name(host_name)) return std::string(host_name);
    // "localhost" has aliases on every host.
    const bool is_own = !host_name.empty() && host_name != "localhost";
    const auto name = is_own ? find_full_name(host_name, hosts) : std::string_view();
    if (!name.empty()) return std::string(name);
    IpAddress address = own_address;
    address.scope.clear();
    return fmt::format("[{}{}]", address.family == AF_INET6 ? "IPv6:" : "", address.text());
}

std::string own_ehlo_name(int socket) {
    static constexpr std::size_t kMaxSize = 1U << 20U;
    std::array<char, HOST_NAME_MAX + 1> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) name[0] = '\0';
    std::string hosts;
    try {
        if (!is_full_name(name.data())) hosts = read_file("/etc/hosts", kMaxSize);
    } catch (const Error&) {
        // The address literal needs no file.
    }
    return ehlo_name(name.data(), hosts, local_address(socket));
}

}  // namespace monitoring
