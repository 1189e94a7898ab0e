#include "common/netfilter/firewall.hpp"

#include <gtest/gtest.h>

#include "common/netfilter/legacy_table.hpp"
#include "common/text/error.hpp"

namespace monitoring {
namespace {

InputFilter rules_in(const std::string& backend, std::uint64_t rules) {
    return {.backend = backend, .is_loaded = true, .rules = rules, .has_effect = rules > 0};
}
BackendReport nothing_in(const std::string& backend) {
    return {InputFilter{.backend = backend}, ""};
}
BackendReport unknown(const std::string& backend) {
    return {InputFilter{.backend = backend}, backend + " failed"};
}

Firewall judge(const BackendReport& nf_tables, const BackendReport& legacy,
               Requirement requirement = Requirement::rules) {
    return judge_firewall({nf_tables, legacy}, requirement);
}

TEST(JudgeFirewall, IsOffWithoutAnything) {
    const auto firewall = judge(nothing_in("nf_tables"), nothing_in("legacy"));
    EXPECT_FALSE(firewall.is_on);
    EXPECT_EQ(firewall.details, "no rules on input");
}

TEST(JudgeFirewall, IsOnWhenEitherHalfFilters) {
    const auto one = judge({rules_in("nf_tables", 12), ""}, nothing_in("legacy"));
    EXPECT_TRUE(one.is_on);
    EXPECT_EQ(one.details, "nf_tables: 12 rules on input");
    const auto other = judge({rules_in("nf_tables", 0), ""}, {rules_in("legacy", 1), ""});
    EXPECT_TRUE(other.is_on);
    EXPECT_EQ(other.details, "nf_tables: no rules on input; legacy: 1 rule on input");
}

TEST(JudgeFirewall, IsOnWhenOneHalfFiltersAndTheOtherIsNotKnown) {
    const auto one = judge({rules_in("nf_tables", 12), ""}, unknown("legacy"));
    EXPECT_TRUE(one.is_on);
    EXPECT_EQ(one.details, "nf_tables: 12 rules on input; legacy: not known");
    const auto other = judge(unknown("nf_tables"), {rules_in("legacy", 2), ""});
    EXPECT_TRUE(other.is_on);
    EXPECT_EQ(other.details, "legacy: 2 rules on input; nf_tables: not known");
}

std::string reason(const BackendReport& nf_tables, const BackendReport& legacy,
                   Requirement requirement) {
    try {
        static_cast<void>(judge(nf_tables, legacy, requirement));
        return "";
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(JudgeFirewall, IsNeverOffWhenOneHalfIsNotKnown) {
    EXPECT_EQ(reason(nothing_in("nf_tables"), unknown("legacy"), Requirement::rules),
              "legacy failed");
    EXPECT_EQ(reason(unknown("nf_tables"), nothing_in("legacy"), Requirement::loaded),
              "nf_tables failed");
    EXPECT_EQ(reason(unknown("nf_tables"), unknown("legacy"), Requirement::rules),
              "nf_tables failed");
    EXPECT_EQ(reason({rules_in("nf_tables", 3), ""}, unknown("legacy"), Requirement::drop_policy),
              "legacy failed");
}

TEST(ListsFilter, WantsAWholeLine) {
    EXPECT_TRUE(lists_filter("filter\n"));
    EXPECT_TRUE(lists_filter("nat\nmangle\nfilter\nraw\n"));
    EXPECT_TRUE(lists_filter("nat\nfilter"));
    for (const auto* content :
         {"", "\n", "nat\n", "filter2\n", "myfilter\n", "fil\nter\n", "nat filter\n", "Filter\n"}) {
        EXPECT_FALSE(lists_filter(content)) << content;
    }
}

}  // namespace
}  // namespace monitoring
