#include "common/netfilter/input_filter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <unordered_set>
#include <vector>

#include "common/error.hpp"

namespace monitoring {

Requirement parse_requirement(std::string_view text) {
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

/// Empty when it is the usual one and nobody asked for another.
static std::string policy_of(const InputFilter& filter, Requirement requirement) {
    if (!filter.policy.empty()) return fmt::format("policy {}", filter.policy);
    return requirement == Requirement::drop_policy ? "policy accept" : "";
}

std::string describe(const InputFilter& filter, Requirement requirement) {
    if (!filter.is_loaded) {
        return filter.is_dormant ? fmt::format("{}: only dormant tables", filter.half) : "";
    }
    std::string found = policy_of(filter, requirement);
    if (found.empty()) {
        found = count_of(filter.rules);
    } else if (filter.rules > 0) {
        found = fmt::format("{} and {}", count_of(filter.rules), found);
    }
    const bool is_idle = filter.rules > 0 && !filter.has_effect && filter.policy.empty();
    return fmt::format("{}: {} on input{}", filter.half, found,
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

bool add_rule(const RuleEffect& rule, Jumps& jumps) {
    if (rule.keeps_out) {
        jumps.reset();
        return false;
    }
    jumps->insert(rule.targets.begin(), rule.targets.end());
    return !rule.ends_chain;
}

bool leads_to_a_filter(const std::string& chain,
                       const std::function<Jumps(const std::string&)>& jumps_of) {
    static constexpr std::size_t kMostChains = 65536;
    std::unordered_set<std::string> seen{chain};
    std::vector<std::string> waiting{chain};
    while (!waiting.empty()) {
        const std::string next = std::move(waiting.back());
        waiting.pop_back();
        const Jumps jumps = jumps_of(next);
        if (!jumps) return true;
        for (const auto& target : *jumps) {
            if (seen.insert(target).second) waiting.push_back(target);
        }
        if (seen.size() > kMostChains) {
            throw Error(fmt::format("the rules on input lead to more than {} chains", kMostChains));
        }
    }
    return false;
}

}  // namespace monitoring
