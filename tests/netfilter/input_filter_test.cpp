#include "common/netfilter/input_filter.hpp"

#include <gtest/gtest.h>

#include <map>

#include "common/error.hpp"

namespace monitoring {
namespace {

InputFilter empty_chain() { return {.half = "nf_tables", .is_loaded = true}; }

InputFilter with_rules(std::uint64_t rules) {
    InputFilter filter = empty_chain();
    filter.rules = rules;
    filter.has_effect = true;
    return filter;
}

InputFilter with_policy(const std::string& policy) {
    InputFilter filter = empty_chain();
    filter.policy = policy;
    return filter;
}

std::vector<bool> satisfied(const InputFilter& filter) {
    return {satisfies(filter, Requirement::loaded), satisfies(filter, Requirement::rules),
            satisfies(filter, Requirement::drop_policy)};
}

TEST(Satisfies, AsksForNothingLessThanItSays) {
    EXPECT_EQ(satisfied({.half = "nf_tables"}), (std::vector{false, false, false}));
    EXPECT_EQ(satisfied(empty_chain()), (std::vector{true, false, false}));
    EXPECT_EQ(satisfied(with_rules(1)), (std::vector{true, true, false}));
    EXPECT_EQ(satisfied(with_policy("drop")), (std::vector{true, true, true}));
}

TEST(Satisfies, TakesRulesThatLeadNowhereForNone) {
    InputFilter filter = with_rules(6);
    filter.has_effect = false;
    EXPECT_EQ(satisfied(filter), (std::vector{true, false, false}));
}

TEST(Satisfies, TakesADormantTableForNone) {
    InputFilter filter{.half = "nf_tables"};
    filter.is_dormant = true;
    EXPECT_EQ(satisfied(filter), (std::vector{false, false, false}));
}

TEST(Describe, CountsTheRules) {
    EXPECT_EQ(describe(empty_chain(), Requirement::rules), "nf_tables: no rules on input");
    EXPECT_EQ(describe(with_rules(1), Requirement::rules), "nf_tables: 1 rule on input");
    EXPECT_EQ(describe(with_rules(12), Requirement::loaded), "nf_tables: 12 rules on input");
}

TEST(Describe, NamesThePolicyWhereItMatters) {
    EXPECT_EQ(describe(with_policy("drop"), Requirement::rules), "nf_tables: policy drop on input");
    InputFilter filter = with_rules(2);
    EXPECT_EQ(describe(filter, Requirement::drop_policy),
              "nf_tables: 2 rules and policy accept on input");
    filter.policy = "drop";
    EXPECT_EQ(describe(filter, Requirement::rules), "nf_tables: 2 rules and policy drop on input");
}

TEST(Describe, SaysWhyRulesDoNotCount) {
    InputFilter filter = with_rules(6);
    filter.has_effect = false;
    EXPECT_EQ(describe(filter, Requirement::rules),
              "nf_tables: 6 rules on input, keeping nothing out");
    filter.policy = "drop";
    EXPECT_EQ(describe(filter, Requirement::rules), "nf_tables: 6 rules and policy drop on input");
}

TEST(Describe, HasNothingToSayOfWhatIsNotThere) {
    InputFilter filter{.half = "legacy"};
    EXPECT_EQ(describe(filter, Requirement::rules), "");
    filter.is_dormant = true;
    EXPECT_EQ(describe(filter, Requirement::rules), "legacy: only dormant tables");
}

TEST(ParseRequirement, TakesNothingElse) {
    EXPECT_EQ(parse_requirement("loaded"), Requirement::loaded);
    EXPECT_EQ(parse_requirement("rules"), Requirement::rules);
    EXPECT_EQ(parse_requirement("drop-policy"), Requirement::drop_policy);
    for (const auto* text : {"", "rule", "Rules", "drop", "rules "}) {
        EXPECT_THROW(static_cast<void>(parse_requirement(text)), UsageError) << text;
    }
}

/// Chains by the names of those they lead to; a rule that keeps packets out is "!".
bool leads(const std::map<std::string, std::set<std::string>>& chains) {
    return leads_to_a_filter("INPUT", [&chains](const std::string& name) -> Jumps {
        const auto found = chains.find(name);
        if (found == chains.end()) return std::set<std::string>{};
        if (found->second.contains("!")) return {};
        return found->second;
    });
}

TEST(LeadsToAFilter, FollowsChains) {
    EXPECT_TRUE(leads({{"INPUT", {"!"}}}));
    EXPECT_TRUE(leads({{"INPUT", {"a", "b"}}, {"b", {"c"}}, {"c", {"!"}}}));
}

TEST(LeadsToAFilter, DoesNotTakeJumpsForOne) {
    EXPECT_FALSE(leads({}));
    EXPECT_FALSE(leads({{"INPUT", {"a", "b"}}, {"a", {"b"}}}));
    EXPECT_FALSE(leads({{"INPUT", {"a"}}, {"other", {"!"}}}));
}

TEST(LeadsToAFilter, EndsWhereChainsLeadInACircle) {
    EXPECT_FALSE(leads({{"INPUT", {"a"}}, {"a", {"b"}}, {"b", {"a", "INPUT"}}}));
}

TEST(LeadsToAFilter, GivesUpWhereChainsNeverEnd) {
    unsigned count = 0;
    EXPECT_THROW(
        static_cast<void>(leads_to_a_filter(
            "0", [&count](const std::string&) { return std::set{std::to_string(++count)}; })),
        Error);
    EXPECT_LT(count, 70000U);
}

TEST(AddRule, WantsNoMoreBehindARuleThatKeepsOutOrEndsItsChain) {
    Jumps jumps(std::in_place);
    EXPECT_TRUE(add_rule({}, jumps));
    EXPECT_TRUE(add_rule({.targets = {"a", "b"}}, jumps));
    EXPECT_FALSE(add_rule({.ends_chain = true, .targets = {"c"}}, jumps));
    EXPECT_EQ(jumps, (std::set<std::string>{"a", "b", "c"}));
    EXPECT_FALSE(add_rule({.keeps_out = true}, jumps));
    EXPECT_EQ(jumps, std::nullopt);
}

TEST(IsHarmlessTarget, IsNotWhatKeepsOutNorWhatNobodyKnows) {
    for (const auto* name : {"ACCEPT", "RETURN", "LOG", "NFLOG", "MARK", "CONNMARK", "SET"}) {
        EXPECT_TRUE(is_harmless_target(name)) << name;
    }
    for (const auto* name : {"", "DROP", "REJECT", "QUEUE", "NFQUEUE", "TARPIT", "SYNPROXY",
                             "CLUSTERIP", "log", "NEW"}) {
        EXPECT_FALSE(is_harmless_target(name)) << name;
    }
}

}  // namespace
}  // namespace monitoring
