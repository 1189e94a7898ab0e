#pragma once

#include <cstdint>
#include <string>

#include "common/netfilter/input_filter.hpp"
#include "common/netfilter/nf_tables_request.hpp"
#include "common/netfilter/nf_tables_sets.hpp"

namespace monitoring {

/// The rules of one table, as they are for the packets of one family (NFPROTO_IPV4 or
/// NFPROTO_IPV6).
class NfTablesRules {
public:
    NfTablesRules(NetfilterSocket& socket, const NfTablesTable& table, std::uint8_t family)
        : socket_(socket), table_(table), family_(family), sets_(table) {}

    /// The effects of a chain's rules, up to the first one that no packet gets past or that may
    /// block some: the others are not read. Throws NetlinkFailure.
    [[nodiscard]] Rules rules_of(const std::string& chain);

private:
    NetfilterSocket& socket_;
    const NfTablesTable& table_;
    std::uint8_t family_;
    NfTablesSets sets_;
};

}  // namespace monitoring
