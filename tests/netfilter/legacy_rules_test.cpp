#include "common/netfilter/legacy_rules.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <cstring>

#include "netfilter/netlink_support.hpp"

namespace monitoring {
namespace {

constexpr int kAccept = -2;
constexpr int kDrop = -1;
constexpr int kReturn = -5;
constexpr char kGoto = 2;
constexpr std::size_t kEntry = 112;
constexpr std::size_t kTarget = 32;
constexpr std::size_t kJump = kEntry + 40;  ///< a rule with a verdict or a jump

std::string padded(std::string text, std::size_t size) {
    text.resize(size);
    return text;
}

/// A match or target: its size, its name, and what belongs to it.
std::string extension(const std::string& name, const std::string& data = "") {
    const auto size = static_cast<std::uint16_t>(kTarget + data.size());
    return bytes(size) + padded(name, kTarget - 2) + data;
}

std::string verdict(int number) { return extension("", bytes(number) + std::string(4, '\0')); }

/// A struct ipt_entry with matches and a target. The condition is one on the protocol.
std::string rule(const std::string& target, const std::string& matches = "", char flags = 0,
                 std::uint16_t condition = 0) {
    const auto offset = static_cast<std::uint16_t>(kEntry + matches.size());
    const auto next = static_cast<std::uint16_t>(offset + target.size());
    return std::string(80, '\0') + bytes(condition) + flags + std::string(5, '\0') + bytes(offset) +
           bytes(next) + std::string(kEntry - 92, '\0') + matches + target;
}

std::string verdict_rule(int number) { return rule(verdict(number)); }
std::string head(const std::string& name) { return rule(extension("ERROR", padded(name, 32))); }

/// A table of these rules in INPUT, its policy, and what follows.
InputFilter judge(const std::string& input, int policy = kAccept, const std::string& more = "") {
    const auto rules = input + verdict_rule(policy) + more + head("ERROR");
    return judge_legacy_table({AF_INET, rules, 0, input.size()});
}

std::string reason(const LegacyTable& table) {
    try {
        static_cast<void>(judge_legacy_table(table));
        return "";
    } catch (const Error& error) {
        return error.what();
    }
}

constexpr auto kBadTable = "cannot read the table filter of iptables-legacy: Bad message";

TEST(JudgeLegacyTable, CountsTheRulesAndReadsThePolicy) {
    EXPECT_EQ(judge("").rules, 0U);
    EXPECT_EQ(judge("").policy, "");
    EXPECT_EQ(judge("", kDrop).policy, "DROP");
    const auto two = judge(verdict_rule(kAccept) + verdict_rule(kDrop));
    EXPECT_TRUE(two.is_loaded);
    EXPECT_EQ(two.rules, 2U);
    EXPECT_FALSE(two.has_effect) << "nothing comes past the first one";
}

TEST(JudgeLegacyTable, KnowsWhatKeepsOut) {
    EXPECT_TRUE(judge(verdict_rule(kDrop)).has_effect);
    EXPECT_TRUE(judge(rule(extension("REJECT", std::string(8, '\0')))).has_effect);
    EXPECT_TRUE(judge(rule(extension("UNHEARD"))).has_effect);
    EXPECT_TRUE(judge(verdict_rule(-4)).has_effect) << "QUEUE";
    for (const auto& harmless : {verdict_rule(kAccept), verdict_rule(kReturn),
                                 rule(extension("LOG", std::string(32, '\0')))}) {
        EXPECT_FALSE(judge(harmless).has_effect);
    }
}

TEST(JudgeLegacyTable, KnowsWhatPacketsComePast) {
    const auto drop = verdict_rule(kDrop);
    EXPECT_TRUE(judge(rule(verdict(kAccept), "", 0, 6) + drop).has_effect) << "-p tcp";
    EXPECT_TRUE(
        judge(rule(verdict(kAccept), extension("conntrack", padded("", 160))) + drop).has_effect);
    EXPECT_FALSE(
        judge(rule(verdict(kAccept), extension("comment", padded("all", 256))) + drop).has_effect);
    // A rule without a target leads to the next one.
    EXPECT_TRUE(judge(verdict_rule(kJump) + drop).has_effect);
}

TEST(JudgeLegacyTable, FollowsChains) {
    const auto chain = [](int begin_of_rules) { return verdict_rule(begin_of_rules); };
    // INPUT has a jump and its policy; behind them the head of a chain.
    const int begin = static_cast<int>(2 * kJump + kEntry + 64);
    EXPECT_TRUE(
        judge(chain(begin), kAccept, head("a") + verdict_rule(kDrop) + verdict_rule(kReturn))
            .has_effect);
    EXPECT_FALSE(judge(chain(begin), kAccept, head("a") + verdict_rule(kReturn)).has_effect);
    // What is behind a chain that returns, or is not returned to.
    const int later = begin + static_cast<int>(kJump);
    const auto empty = head("a") + verdict_rule(kReturn);
    EXPECT_TRUE(judge(chain(later) + verdict_rule(kDrop), kAccept, empty).has_effect);
    EXPECT_FALSE(
        judge(rule(verdict(later), "", kGoto) + verdict_rule(kDrop), kAccept, empty).has_effect);
}

TEST(JudgeLegacyTable, ReadsNothingOutsideOfIt) {
    const auto input = verdict_rule(kAccept) + rule(verdict(kDrop), extension("comment"), 0, 6);
    const auto whole = input + verdict_rule(kAccept) + head("ERROR");
    const auto end_of_policy = input.size() + kJump;
    for (std::size_t length = 0; length < end_of_policy; ++length) {
        // A copy that ends where its memory does, for the sanitizers.
        const std::string table = whole.substr(0, length);
        EXPECT_EQ(reason({AF_INET, table, 0, input.size()}), kBadTable) << length;
    }
    EXPECT_EQ(reason({AF_INET, whole, 0, input.size()}), "");
    EXPECT_EQ(reason({AF_INET, whole, 0, whole.size()}), kBadTable);
    EXPECT_EQ(reason({AF_INET, whole, 8, input.size()}), kBadTable);
    EXPECT_EQ(reason({AF_INET, whole, input.size() + 1000, input.size()}), kBadTable);
    EXPECT_EQ(reason({AF_INET, whole, whole.size() * 2, 0}), kBadTable);
}

TEST(JudgeLegacyTable, BelievesNoWrongOffset) {
    const auto judge_changed = [](std::string first, std::size_t at, std::uint16_t number) {
        memcpy(first.data() + at, &number, sizeof number);
        const auto rules = first + verdict_rule(kAccept);
        return reason({AF_INET, rules, 0, first.size()});
    };
    constexpr std::size_t kTargetOffset = 88;
    constexpr std::size_t kNextOffset = 90;
    const auto plain = rule(verdict(kAccept), extension("comment"));
    EXPECT_EQ(judge_changed(plain, kTargetOffset, kEntry + kTarget), "");
    for (const int wrong : {0, 1, 111, 153, 0xffff}) {
        const auto number = static_cast<std::uint16_t>(wrong);
        EXPECT_EQ(judge_changed(plain, kTargetOffset, number), kBadTable) << wrong;
        EXPECT_EQ(judge_changed(plain, kNextOffset, number), kBadTable) << wrong;
    }
    // The size of a match.
    for (const int wrong : {0, 1, 31, 33, 64, 0xffff}) {
        const auto number = static_cast<std::uint16_t>(wrong);
        EXPECT_EQ(judge_changed(plain, kEntry, number), kBadTable) << wrong;
    }
    const auto far = verdict_rule(1 << 30) + verdict_rule(kAccept);
    EXPECT_EQ(reason({AF_INET, far, 0, kJump}), kBadTable);
}

TEST(JudgeLegacyTable, TakesNoOtherPolicy) {
    for (const auto& policy : {verdict_rule(kReturn), verdict_rule(0), rule(extension("REJECT")),
                               rule(extension("LOG", std::string(8, '\0')))}) {
        EXPECT_EQ(reason({AF_INET, policy, 0, 0}), kBadTable);
    }
}

}  // namespace
}  // namespace monitoring
