#include "common/net/interface_addresses.hpp"

#include <ifaddrs.h>
#include <net/if.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <string_view>

#include "common/net/socket_address.hpp"
#include "common/text/error.hpp"

namespace monitoring {

/// The names of all interfaces. Each of them has an entry without an IP address, too.
static std::vector<std::string_view> interface_names(const ifaddrs* first) {
    std::vector<std::string_view> names;
    for (const ifaddrs* entry = first; entry != nullptr; entry = entry->ifa_next) {
        const bool is_interface =
            entry->ifa_addr != nullptr && entry->ifa_addr->sa_family == AF_PACKET;
        if (is_interface) names.emplace_back(entry->ifa_name);
    }
    return names;
}

/// The interface of an address with this name. An IPv4 address may have a label in its place, which
/// usually begins with the interface's name (ip-address(8)); for any other label it is unknown, and
/// no pattern may match.
static std::string interface_of(std::string_view name, const std::vector<std::string_view>& names) {
    std::string_view longest;
    for (const auto each : names) {
        if (name == each) return std::string(name);
        if (name.starts_with(each) && each.size() > longest.size()) longest = each;
    }
    return std::string(longest.empty() ? "?" : longest);
}

std::vector<InterfaceAddress> interface_addresses() {
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) {
        throw system_error("cannot tell the addresses of the network interfaces", errno);
    }
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> list(first, freeifaddrs);
    const auto names = interface_names(list.get());
    std::vector<InterfaceAddress> addresses;
    for (const ifaddrs* entry = list.get(); entry != nullptr; entry = entry->ifa_next) {
        if (entry->ifa_addr == nullptr) continue;
        const auto address = ip_address_in(entry->ifa_addr);
        if (!address) continue;
        // Not IFF_RUNNING: without a carrier the host still answers to the address on its other
        // interfaces.
        addresses.push_back(
            {interface_of(entry->ifa_name, names), *address, (entry->ifa_flags & IFF_UP) != 0});
    }
    return addresses;
}

}  // namespace monitoring
