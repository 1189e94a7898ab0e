#include "common/netfilter/exposure.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {
namespace {

const Firewall kOn{true, "nf_tables: 12 rules on input"};
const Firewall kOff{false, "no rules on input"};

std::vector<InterfaceAddress> addresses(const std::vector<std::string>& texts) {
    std::vector<InterfaceAddress> found;
    for (const auto& text : texts) found.push_back({"eth0", *parse_ip_address(text), true});
    return found;
}

Verdict judge_ipv4(const std::vector<std::string>& texts, const Firewall& firewall,
                   const ExposureRules& rules = {}) {
    return join_exposures({judge_exposure({AF_INET, addresses(texts), firewall}, rules)});
}

void expect(const Verdict& verdict, Status status, const std::string& message) {
    EXPECT_EQ(verdict.status, status);
    EXPECT_EQ(verdict.message, message);
}

TEST(JudgeExposure, WantsAHostToFilterWhenItHasAGlobalAddress) {
    expect(judge_ipv4({"203.0.113.7"}, kOn), Status::ok,
           "have global-ip and iptables(filter) is enabled"
           " | 203.0.113.7 on eth0; nf_tables: 12 rules on input");
    expect(judge_ipv4({"203.0.113.7"}, kOff), Status::critical,
           "have global-ip, but iptables(filter) is disabled"
           " | 203.0.113.7 on eth0; no rules on input");
}

TEST(JudgeExposure, WantsAHostNotToFilterWhenItHasNone) {
    expect(judge_ipv4({}, kOn), Status::critical,
           "does not have global-ip, but iptables(filter) is enabled"
           " | no global address; nf_tables: 12 rules on input");
    expect(judge_ipv4({}, kOff), Status::ok,
           "does not have global-ip and iptables(filter) is disabled"
           " | no global address; no rules on input");
}

TEST(JudgeExposure, MayTakeUnneededFilteringForAnotherStatus) {
    for (const auto status : {Status::ok, Status::warning, Status::unknown}) {
        const ExposureRules rules{.unneeded = status};
        EXPECT_EQ(judge_ipv4({}, kOn, rules).status, status);
        EXPECT_EQ(judge_ipv4({"203.0.113.7"}, kOff, rules).status, Status::critical);
        EXPECT_EQ(judge_ipv4({}, kOff, rules).status, Status::ok);
    }
}

TEST(JudgeExposure, MayWantFilteringWhateverTheAddresses) {
    const ExposureRules rules{ExpectedFilter::on, Status::ok};
    expect(judge_ipv4({}, kOn, rules), Status::ok,
           "iptables(filter) is enabled | nf_tables: 12 rules on input");
    expect(judge_ipv4({}, kOff, rules), Status::critical,
           "iptables(filter) is disabled | no rules on input");
}

TEST(JudgeExposure, MayWantNoFilteringWhateverTheAddresses) {
    const ExposureRules rules{ExpectedFilter::off, Status::ok};
    expect(judge_ipv4({}, kOn, rules), Status::critical,
           "iptables(filter) is enabled | nf_tables: 12 rules on input");
    expect(judge_ipv4({}, kOff, rules), Status::ok,
           "iptables(filter) is disabled | no rules on input");
}

ExposureVerdict judge_ipv6(const std::vector<std::string>& texts, const Firewall& firewall) {
    return judge_exposure({AF_INET6, addresses(texts), firewall}, {});
}

TEST(JoinExposures, PutsTheWorseFamilyInFront) {
    const auto ipv4 = judge_exposure({AF_INET, addresses({"203.0.113.7"}), kOn}, {});
    expect(join_exposures({ipv4, judge_ipv6({"2600::1"}, kOff)}), Status::critical,
           "have global-ipv6, but ip6tables(filter) is disabled; "
           "have global-ip and iptables(filter) is enabled"
           " | IPv6: 2600::1 on eth0; no rules on input"
           "; IPv4: 203.0.113.7 on eth0; nf_tables: 12 rules on input");
    expect(join_exposures({ipv4, judge_ipv6({}, kOff)}), Status::ok,
           "have global-ip and iptables(filter) is enabled; "
           "does not have global-ipv6 and ip6tables(filter) is disabled"
           " | IPv4: 203.0.113.7 on eth0; nf_tables: 12 rules on input"
           "; IPv6: no global address; no rules on input");
}

TEST(JoinExposures, PutsAFamilyThatCouldNotBeJudgedBehindAnAlert) {
    const ExposureVerdict unknown{AF_INET, Status::unknown, "cannot tell", {}, ""};
    expect(join_exposures({unknown, judge_ipv6({"2600::1"}, kOff)}), Status::critical,
           "have global-ipv6, but ip6tables(filter) is disabled; IPv4: cannot tell"
           " | IPv6: 2600::1 on eth0; no rules on input");
    expect(join_exposures({judge_ipv6({}, kOff), unknown}), Status::unknown,
           "IPv4: cannot tell; does not have global-ipv6 and ip6tables(filter) is disabled"
           " | IPv6: no global address; no rules on input");
    ExposureVerdict other = unknown;
    other.family = AF_INET6;
    expect(join_exposures({unknown, other}), Status::unknown, "cannot tell");
}

TEST(JoinExposures, HoldsAsManyAddressesAsFit) {
    std::vector<std::string> ipv4;
    std::vector<std::string> ipv6;
    for (int i = 1; i < 250; ++i) {
        ipv4.push_back(fmt::format("203.0.113.{}", i));
        ipv6.push_back(fmt::format("2600:0:1:2:3:4:5:{:x}", i));
    }
    const auto one = judge_ipv4(ipv4, kOn);
    EXPECT_GT(count_characters(one.message), 950U);
    EXPECT_LE(count_characters(one.message), kMaxLineLength - 11);
    EXPECT_TRUE(one.message.ends_with(" more; nf_tables: 12 rules on input")) << one.message;

    const auto both = join_exposures(
        {judge_exposure({AF_INET, addresses(ipv4), kOn}, {}), judge_ipv6(ipv6, kOff)});
    EXPECT_GT(count_characters(both.message), 900U);
    EXPECT_LE(count_characters(both.message), kMaxLineLength - 11);
    EXPECT_NE(both.message.find(" more; no rules on input; IPv4: 203.0.113.1 on eth0, "),
              std::string::npos);
    EXPECT_TRUE(both.message.ends_with(" more; nf_tables: 12 rules on input")) << both.message;
}

TEST(JudgeExposure, EscapesTheNameOfAnInterface) {
    const std::vector<InterfaceAddress> odd{{"e\x1b[2J", *parse_ip_address("203.0.113.7"), true}};
    EXPECT_EQ(judge_exposure({AF_INET, odd, kOn}, {}).addresses.front(),
              "203.0.113.7 on e\\x1b[2J");
}

TEST(ParseExpectation, TakesNothingElse) {
    EXPECT_EQ(expected_filter_option("auto"), ExpectedFilter::by_address);
    EXPECT_EQ(expected_filter_option("on"), ExpectedFilter::on);
    EXPECT_EQ(expected_filter_option("off"), ExpectedFilter::off);
    for (const auto* text : {"", "On", "yes", "automatic", "off "}) {
        EXPECT_THROW(static_cast<void>(expected_filter_option(text)), UsageError) << text;
    }
}

}  // namespace
}  // namespace monitoring
