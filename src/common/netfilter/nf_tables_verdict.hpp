#pragma once

#include <cstdint>
#include <string>

#include "common/netfilter/input_filter.hpp"

namespace monitoring {

/// What a verdict of nf_tables (NF_ACCEPT, NFT_JUMP) does, and the chain that it names.
[[nodiscard]] RuleEffect effect_of_verdict(std::uint32_t verdict, const std::string& chain);

}  // namespace monitoring
