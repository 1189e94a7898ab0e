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
    bool is_loaded = false;   ///< there is a chain on the hook input
    bool is_dormant = false;  ///< there is one, but only in dormant tables
    std::uint64_t rules = 0;
    bool has_effect = false;  ///< some packets reach a rule that may block them
    std::string policy{};     ///< such as "drop"; empty: accept
};

/// What a host needs to count as filtering.
enum class Requirement { loaded, rules, drop_policy };

/// "loaded", "rules" or "drop-policy". Throws UsageError.
[[nodiscard]] Requirement requirement_option(std::string_view text);

[[nodiscard]] bool satisfies(const InputFilter& filter, Requirement requirement);

/// As in "nf_tables: 12 rules and policy drop on input"; empty when nothing is there.
[[nodiscard]] std::string describe(const InputFilter& filter, Requirement requirement);

/// What a rule does to the packets that reach it.
struct RuleEffect {
    bool may_block = false;   ///< it may drop or reject some of them
    bool ends_chain = false;  ///< no packet reaches the next rule, except on return from a jump
    bool returns = false;     ///< some return to the calling chain
    std::set<std::string> jumps{};  ///< the chains that it may jump to
    std::set<std::string>
        gotos{};  ///< the chains that it may go to, which return to the calling chain

    bool operator==(const RuleEffect&) const = default;
};

/// Adds the targets of another verdict.
void add_targets(const RuleEffect& verdict, RuleEffect& rule);

/// Whether a target of iptables that is no chain never drops or rejects a packet: "ACCEPT", "LOG".
/// An unknown target may.
[[nodiscard]] bool is_harmless_target(std::string_view name);

/// The effects of a chain's rules in order, with consecutive rules that neither block nor end it
/// merged into one.
using Rules = std::vector<RuleEffect>;

/// Adds a rule to a chain. Returns whether the next rule may matter as well.
[[nodiscard]] bool add_rule(const RuleEffect& rule, Rules& rules);

/// Whether a packet can get from this chain to a rule that may block it. Throws Error for more than
/// 65,536 chains.
[[nodiscard]] bool reaches_blocking_rule(const std::string& chain,
                                         const std::function<Rules(const std::string&)>& rules_of);

}  // namespace monitoring
