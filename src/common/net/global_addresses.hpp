#pragma once

#include <string>
#include <vector>

#include "common/net/interface_addresses.hpp"

namespace monitoring {

/// The user's exceptions to what is_global() says.
struct AddressRules {
    std::vector<Network> treat_as_global;
    std::vector<Network> is_private;
    std::vector<std::string> excluded_interfaces;  ///< patterns as of fnmatch(3), such as "docker*"
};

/// Those of the family (AF_INET or AF_INET6) that stand on an interface which is up and not
/// excluded, and that are global: where the user's networks hold an address, the longest prefix
/// decides, and of two equal ones the private; elsewhere is_global() does.
[[nodiscard]] std::vector<InterfaceAddress> global_addresses(
    const std::vector<InterfaceAddress>& addresses, int family, const AddressRules& rules);

}  // namespace monitoring
