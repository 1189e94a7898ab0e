#pragma once

#include <cstdint>

#include "common/netfilter/input_filter.hpp"
#include "common/netfilter/nf_tables_sets.hpp"

struct nftnl_rule;

namespace monitoring {

/// What a rule of nf_tables does to the packets of a family (NFPROTO_IPV4 or NFPROTO_IPV6). Sets
/// are read where the effect depends on them. Throws NfTablesChanged, Error.
[[nodiscard]] RuleEffect effect_of_expressions(const nftnl_rule* rule, std::uint8_t family,
                                               NfTablesSets& sets);

}  // namespace monitoring
