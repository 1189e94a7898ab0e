#include "common/netfilter/input_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <utility>

#include "common/text/error.hpp"

namespace monitoring {

Requirement requirement_option(std::string_view text) {
    if (text == "loaded") return Requirement::loaded;
    if (text == "rules") return Requirement::rules;
    if (text == "drop-policy") return Requirement::drop_policy;
    throw UsageError(fmt::format("'{}' is none of loaded, rules and drop-policy", text));
}

bool satisfies(const InputFilter& filter, Requirement requirement) {
    if (!filter.is_loaded) return false;
    switch (requirement) {
        case Requirement::loaded: return true;
        case Requirement::rules: return filter.has_effect || !filter.policy.empty();
        default: return !filter.policy.empty();
    }
}

static std::string count_of(std::uint64_t rules) {
    if (rules == 0) return "no rules";
    return rules == 1 ? "1 rule" : fmt::format("{} rules", rules);
}

/// Empty for "accept", unless the requirement is about the policy.
static std::string policy_of(const InputFilter& filter, Requirement requirement) {
    if (!filter.policy.empty()) return fmt::format("policy {}", filter.policy);
    return requirement == Requirement::drop_policy ? "policy accept" : "";
}

std::string describe(const InputFilter& filter, Requirement requirement) {
    if (!filter.is_loaded) {
        return filter.is_dormant ? fmt::format("{}: only dormant tables", filter.backend) : "";
    }
    std::string found = policy_of(filter, requirement);
    if (found.empty()) {
        found = count_of(filter.rules);
    } else if (filter.rules > 0) {
        found = fmt::format("{} and {}", count_of(filter.rules), found);
    }
    const bool is_idle = filter.rules > 0 && !filter.has_effect && filter.policy.empty();
    return fmt::format("{}: {} on input{}", filter.backend, found,
                       is_idle ? ", keeping nothing out" : "");
}

bool is_harmless_target(std::string_view name) {
    static constexpr std::string_view kHarmless[] = {
        "ACCEPT", "AUDIT",       "CHECKSUM", "CLASSIFY", "CONNMARK",  "CONNSECMARK", "CT",
        "DSCP",   "ECN",         "HL",       "HMARK",    "IDLETIMER", "LED",         "LOG",
        "MARK",   "NFLOG",       "NOTRACK",  "RATEEST",  "RETURN",    "SECMARK",     "SET",
        "TCPMSS", "TCPOPTSTRIP", "TEE",      "TOS",      "TRACE",     "TTL",         "ULOG"};
    return std::find(std::begin(kHarmless), std::end(kHarmless), name) != std::end(kHarmless);
}

void add_targets(const RuleEffect& verdict, RuleEffect& rule) {
    rule.returns = rule.returns || verdict.returns;
    rule.jumps.insert(verdict.jumps.begin(), verdict.jumps.end());
    rule.gotos.insert(verdict.gotos.begin(), verdict.gotos.end());
}

bool add_rule(const RuleEffect& rule, Rules& rules) {
    const bool is_plain = !rule.may_block && !rule.ends_chain;
    if (is_plain && !rules.empty() && !rules.back().ends_chain) {
        add_targets(rule, rules.back());
    } else if (rules.empty() || rules.back() != rule) {
        rules.push_back(rule);
    }
    return is_plain || (!rule.may_block && !rule.jumps.empty());
}

namespace {

/// Follows packets from chain to chain. After a jump of all packets it goes on only if some of them
/// can return.
class ChainWalk {
public:
    explicit ChainWalk(const std::function<Rules(const std::string&)>& rules_of)
        : rules_of_(rules_of) {}

    bool reaches_blocking_rule(const std::string& start) {
        find(start);
        while (!waiting_.empty()) {
            const std::string name = std::move(waiting_.back());
            waiting_.pop_back();
            if (follow(name)) return true;
        }
        return false;
    }

private:
    struct Chain {
        std::optional<Rules> rules{};  ///< read when packets first reach the chain
        std::size_t reached = 0;       ///< the rule that packets have reached
        bool returns = false;          ///< some packets return to the calling chain
        std::set<std::string> jump_callers{}, goto_callers{};  ///< chains that jump or go here
    };

    Chain& find(const std::string& name) {
        static constexpr std::size_t kMaxChains = 65536;
        const auto [found, is_new] = chains_.try_emplace(name);
        if (is_new) waiting_.push_back(name);
        if (chains_.size() <= kMaxChains) return found->second;
        throw Error(fmt::format("the rules on input lead to more than {} chains", kMaxChains));
    }

    /// Goes on in a chain as far as packets get. Returns whether that is a blocking rule.
    bool follow(const std::string& name) {
        Chain& chain = find(name);
        if (!chain.rules) chain.rules = rules_of_(name);
        for (; chain.reached < chain.rules->size(); ++chain.reached) {
            const RuleEffect& rule = (*chain.rules)[chain.reached];
            if (rule.may_block) return true;
            bool passes = !rule.ends_chain;
            for (const auto& target : rule.jumps) {
                find(target).jump_callers.insert(name);
                passes = passes || find(target).returns;
            }
            bool returns = rule.returns;
            for (const auto& target : rule.gotos) {
                find(target).goto_callers.insert(name);
                returns = returns || find(target).returns;
            }
            if (returns) mark_returning(name);
            if (!passes) return false;
        }
        mark_returning(name);
        return false;
    }

    /// Packets return from this chain: its callers can be followed further.
    void mark_returning(const std::string& name) {
        std::vector<std::string> names{name};
        while (!names.empty()) {
            Chain& chain = find(names.back());
            names.pop_back();
            if (std::exchange(chain.returns, true)) continue;
            waiting_.insert(waiting_.end(), chain.jump_callers.begin(), chain.jump_callers.end());
            names.insert(names.end(), chain.goto_callers.begin(), chain.goto_callers.end());
        }
    }

    const std::function<Rules(const std::string&)>& rules_of_;
    std::unordered_map<std::string, Chain> chains_;
    std::vector<std::string> waiting_;
};

}  // namespace

bool reaches_blocking_rule(const std::string& chain,
                           const std::function<Rules(const std::string&)>& rules_of) {
    return ChainWalk(rules_of).reaches_blocking_rule(chain);
}

}  // namespace monitoring
