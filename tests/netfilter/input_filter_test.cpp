#include "common/netfilter/input_filter.hpp"

#include <gtest/gtest.h>

#include <map>

#include "common/text/error.hpp"

namespace monitoring {
namespace {

InputFilter empty_chain() { return {.backend = "nf_tables", .is_loaded = true}; }

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
    EXPECT_EQ(satisfied({.backend = "nf_tables"}), (std::vector{false, false, false}));
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
    InputFilter filter{.backend = "nf_tables"};
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
    InputFilter filter{.backend = "legacy"};
    EXPECT_EQ(describe(filter, Requirement::rules), "");
    filter.is_dormant = true;
    EXPECT_EQ(describe(filter, Requirement::rules), "legacy: only dormant tables");
}

TEST(RequirementOption, TakesNothingElse) {
    EXPECT_EQ(requirement_option("loaded"), Requirement::loaded);
    EXPECT_EQ(requirement_option("rules"), Requirement::rules);
    EXPECT_EQ(requirement_option("drop-policy"), Requirement::drop_policy);
    for (const auto* text : {"", "rule", "Rules", "drop", "rules "}) {
        EXPECT_THROW(static_cast<void>(requirement_option(text)), UsageError) << text;
    }
}

const RuleEffect kDrop{.may_block = true};
const RuleEffect kAccept{.ends_chain = true};
const RuleEffect kReturn{.ends_chain = true, .returns = true};

/// A jump of some packets, and of all.
RuleEffect some_to(const std::string& chain) { return {.jumps = {chain}}; }
RuleEffect all_to(const std::string& chain) { return {.ends_chain = true, .jumps = {chain}}; }
RuleEffect go_to(const std::string& chain) { return {.ends_chain = true, .gotos = {chain}}; }

bool leads(const std::map<std::string, Rules>& chains) {
    return reaches_blocking_rule("INPUT", [&chains](const std::string& name) -> Rules {
        const auto found = chains.find(name);
        return found == chains.end() ? Rules{} : found->second;
    });
}

TEST(LeadsToAFilter, FollowsChains) {
    EXPECT_TRUE(leads({{"INPUT", {kDrop}}}));
    EXPECT_TRUE(leads({{"INPUT", {{.jumps = {"a", "b"}}}}, {"b", {some_to("c")}}, {"c", {kDrop}}}));
}

TEST(LeadsToAFilter, DoesNotTakeJumpsForOne) {
    EXPECT_FALSE(leads({}));
    EXPECT_FALSE(leads({{"INPUT", {{.jumps = {"a", "b"}}}}, {"a", {some_to("b")}}}));
    EXPECT_FALSE(leads({{"INPUT", {some_to("a")}}, {"other", {kDrop}}}));
}

TEST(LeadsToAFilter, ComesBackFromJumpsButNotFromAChainThatTakesAll) {
    EXPECT_TRUE(leads({{"INPUT", {all_to("a"), kDrop}}}));
    EXPECT_TRUE(leads({{"INPUT", {all_to("a"), kDrop}}, {"a", {kReturn}}}));
    EXPECT_FALSE(leads({{"INPUT", {all_to("a"), kDrop}}, {"a", {kAccept}}}));
    EXPECT_TRUE(leads({{"INPUT", {some_to("a"), kDrop}}, {"a", {kAccept}}}));
    // Some return before the others are accepted.
    EXPECT_TRUE(leads({{"INPUT", {all_to("a"), kDrop}}, {"a", {{.returns = true}, kAccept}}}));
    EXPECT_FALSE(leads({{"INPUT", {all_to("a"), kDrop}}, {"a", {all_to("b")}}, {"b", {kAccept}}}));
    EXPECT_TRUE(leads({{"INPUT", {all_to("a"), kDrop}},
                       {"a", {all_to("b"), all_to("b")}},
                       {"b", {some_to("c")}},
                       {"c", {kAccept}}}));
}

TEST(LeadsToAFilter, ComesBackFromAGotoBehindTheJumpThatLedThere) {
    EXPECT_FALSE(leads({{"INPUT", {go_to("a"), kDrop}}}));
    EXPECT_TRUE(leads({{"INPUT", {all_to("a"), kDrop}}, {"a", {go_to("b"), kAccept}}}));
    EXPECT_FALSE(leads({{"INPUT", {all_to("a"), kDrop}}, {"a", {go_to("b")}}, {"b", {kAccept}}}));
    EXPECT_TRUE(leads({{"INPUT", {all_to("a"), kDrop}},
                       {"a", {{.gotos = {"b"}}, kAccept}},
                       {"b", {go_to("c")}},
                       {"c", {kReturn}}}));
    EXPECT_TRUE(leads({{"INPUT", {go_to("a")}}, {"a", {kDrop}}}));
}

TEST(LeadsToAFilter, EndsWhereChainsLeadInACircle) {
    EXPECT_FALSE(leads(
        {{"INPUT", {some_to("a")}}, {"a", {all_to("b")}}, {"b", {{.jumps = {"a", "INPUT"}}}}}));
    EXPECT_FALSE(leads({{"INPUT", {all_to("a"), kDrop}}, {"a", {go_to("a")}}}));
}

TEST(LeadsToAFilter, GivesUpWhereChainsNeverEnd) {
    unsigned count = 0;
    EXPECT_THROW(
        static_cast<void>(reaches_blocking_rule(
            "0", [&count](const std::string&) { return Rules{all_to(std::to_string(++count))}; })),
        Error);
    EXPECT_LT(count, 70000U);
}

TEST(AddRule, WantsNoMoreBehindARuleThatKeepsOutOrTakesAll) {
    Rules rules;
    EXPECT_TRUE(add_rule({}, rules));
    EXPECT_TRUE(add_rule(some_to("a"), rules));
    EXPECT_TRUE(add_rule({.returns = true, .gotos = {"b"}}, rules));
    EXPECT_EQ(rules, (Rules{{.returns = true, .jumps = {"a"}, .gotos = {"b"}}}));
    EXPECT_TRUE(add_rule(all_to("c"), rules));
    EXPECT_TRUE(add_rule(all_to("c"), rules));
    EXPECT_TRUE(add_rule(some_to("d"), rules));
    EXPECT_EQ(rules.size(), 3U);
    for (const auto& last : {kDrop, kAccept, kReturn, go_to("e")}) {
        EXPECT_FALSE(add_rule(last, rules));
        EXPECT_EQ(rules.back(), last);
    }
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
