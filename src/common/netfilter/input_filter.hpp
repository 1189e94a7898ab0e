#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace monitoring {

/// What one half of netfilter does to the packets of one family that are for this host.
struct InputFilter {
    std::string half;         ///< "nf_tables" or "legacy"
    bool is_loaded = false;   ///< there is something that rules could stand in
    bool is_dormant = false;  ///< there is, but its table is switched off
    std::uint64_t rules = 0;
    bool has_effect = false;  ///< not all of the rules just lead to chains without any
    std::string policy{};     ///< of what no rule decides; empty: it is accepted
};

/// What must be there for a host to count as filtering.
enum class Requirement { loaded, rules, drop_policy };

/// "loaded", "rules" or "drop-policy". Throws UsageError.
[[nodiscard]] Requirement parse_requirement(std::string_view text);

[[nodiscard]] bool satisfies(const InputFilter& filter, Requirement requirement);

/// As in "nf_tables: 12 rules and policy drop on input"; empty when nothing is there.
[[nodiscard]] std::string describe(const InputFilter& filter, Requirement requirement);

/// The chains that the rules of a chain lead to; not set when one of the rules does more than that.
using Jumps = std::optional<std::set<std::string>>;

/// Whether from this chain a packet can come to a rule that does more than to lead to another
/// chain: when ufw is switched off, its chains stay and lead to each other. Throws Error for more
/// than 65,536 chains.
[[nodiscard]] bool leads_to_a_rule(const std::string& chain,
                                   const std::function<Jumps(const std::string&)>& jumps_of);

}  // namespace monitoring
