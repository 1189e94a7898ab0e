#include "common/interface_addresses.hpp"

#include <ifaddrs.h>
#include <net/if.h>

#include <cerrno>
#include <memory>
#include <string_view>

#include "common/error.hpp"
#include "common/socket_address.hpp"

namespace monitoring {

/// The interface's own name: what stands behind a colon makes it the label of one of its addresses.
static std::string interface_of(std::string_view name) {
    return std::string(name.substr(0, name.find(':')));
}

std::vector<InterfaceAddress> interface_addresses() {
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) {
        throw system_error("cannot tell the addresses of the network interfaces", errno);
    }
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> list(first, freeifaddrs);
    std::vector<InterfaceAddress> addresses;
    for (const ifaddrs* entry = list.get(); entry != nullptr; entry = entry->ifa_next) {
        if (entry->ifa_addr == nullptr) continue;
        const auto address = ip_address_in(entry->ifa_addr);
        if (!address) continue;
        // IFF_RUNNING does not matter: while its cable is out, the host still answers to the
        // address on its other interfaces.
        addresses.push_back(
            {interface_of(entry->ifa_name), *address, (entry->ifa_flags & IFF_UP) != 0});
    }
    return addresses;
}

}  // namespace monitoring
