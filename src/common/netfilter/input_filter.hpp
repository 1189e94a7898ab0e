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
    bool has_effect = false;  ///< a rule that packets come to can keep some of them out
    std::string policy{};     ///< of what no rule decides; empty: it is accepted
};

/// What must be there for a host to count as filtering.
enum class Requirement { loaded, rules, drop_policy };

/// "loaded", "rules" or "drop-policy". Throws UsageError.
[[nodiscard]] Requirement parse_requirement(std::string_view text);

[[nodiscard]] bool satisfies(const InputFilter& filter, Requirement requirement);

/// As in "nf_tables: 12 rules and policy drop on input"; empty when nothing is there.
[[nodiscard]] std::string describe(const InputFilter& filter, Requirement requirement);

/// What a rule does to the packets that come to it.
struct RuleEffect {
    bool keeps_out = false;           ///< some of them, as far as anybody can tell
    bool ends_chain = false;          ///< none of them comes to the next rule
    std::set<std::string> targets{};  ///< the chains that it may lead to
};

/// Whether a target of iptables, which is none of the chains, lets every packet through, whatever
/// else it does with it: "ACCEPT", "LOG". What we do not know may keep packets out.
[[nodiscard]] bool is_harmless_target(std::string_view name);

/// The chains that the rules of a chain lead to; not set when one of the rules can keep packets
/// out by itself.
using Jumps = std::optional<std::set<std::string>>;

/// Adds a rule to those of a chain. Returns whether the next one matters as well.
[[nodiscard]] bool add_rule(const RuleEffect& rule, Jumps& jumps);

/// Whether a packet can come from this chain to a rule that can keep it out. Throws Error for more
/// than 65,536 chains.
[[nodiscard]] bool leads_to_a_filter(const std::string& chain,
                                     const std::function<Jumps(const std::string&)>& jumps_of);

}  // namespace monitoring
