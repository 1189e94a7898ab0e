#include "common/net/global_addresses.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <iterator>

#include "common/net/special_purpose.hpp"

namespace monitoring {

/// The longest prefix among the networks that hold the address; -1 where none does.
static int longest_prefix(const std::vector<Network>& networks, const IpAddress& address) {
    int longest = -1;
    for (const auto& network : networks) {
        if (!network.contains(address)) continue;
        longest = std::max(longest, static_cast<int>(network.prefix_length));
    }
    return longest;
}

static bool counts_as_global(const IpAddress& address, const AddressRules& rules) {
    const int as_global = longest_prefix(rules.treat_as_global, address);
    const int as_private = longest_prefix(rules.is_private, address);
    if (as_global < 0 && as_private < 0) return is_global(address);
    return as_global > as_private;
}

static bool is_excluded(const std::string& interface, const AddressRules& rules) {
    return std::any_of(rules.excluded_interfaces.begin(), rules.excluded_interfaces.end(),
                       [&interface](const std::string& pattern) {
                           return fnmatch(pattern.c_str(), interface.c_str(), 0) == 0;
                       });
}

std::vector<InterfaceAddress> global_addresses(const std::vector<InterfaceAddress>& addresses,
                                               int family, const AddressRules& rules) {
    std::vector<InterfaceAddress> found;
    std::copy_if(addresses.begin(), addresses.end(), std::back_inserter(found),
                 [&](const InterfaceAddress& each) {
                     return each.is_up && each.address.family == family &&
                            !is_excluded(each.interface, rules) &&
                            counts_as_global(each.address, rules);
                 });
    return found;
}

}  // namespace monitoring
