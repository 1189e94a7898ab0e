#pragma once

#include <cstdint>

#include "common/netfilter/input_filter.hpp"
#include "common/netfilter/netlink_message.hpp"
#include "common/netfilter/nf_tables_sets.hpp"

namespace monitoring {

/// What a rule of nf_tables with these expressions (a list of enum nft_expr_attributes) does to the
/// packets of a family (NFPROTO_IPV4 or NFPROTO_IPV6). Sets are read where the effect depends on
/// them. Throws NetlinkFailure.
[[nodiscard]] RuleEffect effect_of_expressions(NetlinkAttributes expressions, std::uint8_t family,
                                               NfTablesSets& sets);

}  // namespace monitoring
