#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/netfilter/input_filter.hpp"
#include "common/netfilter/netlink_message.hpp"

namespace monitoring {

/// Such as NF_ACCEPT or NFT_JUMP, and the chain that it leads to.
struct NfTablesVerdict {
    std::uint32_t code = 0;
    std::string_view chain{};
};

/// The verdict among the attributes of some data (enum nft_data_attributes); empty for a value.
/// Throws NetlinkFailure.
[[nodiscard]] std::optional<NfTablesVerdict> verdict_of(NetlinkAttributes data);

[[nodiscard]] RuleEffect effect_of_verdict(const NfTablesVerdict& verdict);

}  // namespace monitoring
