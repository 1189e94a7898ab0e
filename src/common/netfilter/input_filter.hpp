#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// What one backend of netfilter does to the packets of one family that are for this host.
struct InputFilter {
    std::string backend;      ///< "nf_tables" or "legacy"
    bool is_loaded = false;   ///< there is something that rules could stand in
    bool is_dormant = false;  ///< there is, but its table is switched off
    std::uint64_t rules = 0;
    bool has_effect = false;  ///< a rule that packets come to can keep some of them out
    std::string policy{};     ///< of what no rule decides; empty: it is accepted
};

/// What must be there for a host to count as filtering.
enum class Requirement { loaded, rules, drop_policy };

/// "loaded", "rules" or "drop-policy". Throws UsageError.
[[nodiscard]] Requirement requirement_option(std::string_view text);

[[nodiscard]] bool satisfies(const InputFilter& filter, Requirement requirement);

/// As in "nf_tables: 12 rules and policy drop on input"; empty when nothing is there.
[[nodiscard]] std::string describe(const InputFilter& filter, Requirement requirement);

/// What a rule does to the packets that come to it.
struct RuleEffect {
    bool keeps_out = false;         ///< some of them, as far as anybody can tell
    bool ends_chain = false;        ///< none comes to the next rule, but by coming back from a jump
    bool returns = false;           ///< some go back to the chain that led here
    std::set<std::string> jumps{};  ///< the chains that it may lead to, and back from
    std::set<std::string> gotos{};  ///< the same; from these they come back to the calling chain

    bool operator==(const RuleEffect&) const = default;
};

/// Takes in where another verdict may lead to.
void add_ways(const RuleEffect& verdict, RuleEffect& rule);

/// Whether a target of iptables, which is none of the chains, lets every packet through, whatever
/// else it does with it: "ACCEPT", "LOG". What we do not know may keep packets out.
[[nodiscard]] bool is_harmless_target(std::string_view name);

/// What the rules of a chain do, in their order; those between two that end it are one.
using Rules = std::vector<RuleEffect>;

/// Adds a rule to those of a chain. Returns whether the next one may matter as well.
[[nodiscard]] bool add_rule(const RuleEffect& rule, Rules& rules);

/// Whether a packet can come from this chain to a rule that can keep it out. Throws Error for more
/// than 65,536 chains.
[[nodiscard]] bool leads_to_a_filter(const std::string& chain,
                                     const std::function<Rules(const std::string&)>& rules_of);

}  // namespace monitoring
