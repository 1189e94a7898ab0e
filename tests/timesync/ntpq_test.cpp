#include "common/timesync/ntpq.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"
#include "support/ntp_fixture.hpp"

namespace monitoring {
namespace {

constexpr std::string_view kHead =
    "     remote           refid      st t when poll reach   delay   offset  jitter\n"
    "==============================================================================\n";

ClockReport peers(const std::string& name) {
    return parse_ntpq_peers(ntp_fixture("ntpq-pn-" + name + ".txt"));
}

ClockReport table(std::string_view rows) {
    return parse_ntpq_peers(fmt::format("{}{}", kHead, rows));
}

double milliseconds(const std::optional<Seconds>& time) { return time->count() * 1000; }

TEST(ParseNtpqPeers, TakesTheSelectedPeerOfNtpsec) {
    const auto report = peers("ntpsec-synced");
    EXPECT_TRUE(report.is_synchronised);
    EXPECT_DOUBLE_EQ(milliseconds(report.offset), 0.0185);
    EXPECT_DOUBLE_EQ(milliseconds(report.jitter), 0.0809);
    EXPECT_EQ(report.sources, 3U);
    EXPECT_EQ(report.reachable, 2U);
}

TEST(ParseNtpqPeers, TakesTheSelectedPeerOfTheClassicNtpd) {
    const auto report = peers("classic-synced");
    EXPECT_TRUE(report.is_synchronised);
    EXPECT_DOUBLE_EQ(milliseconds(report.offset), 0.012);
    EXPECT_DOUBLE_EQ(milliseconds(report.jitter), 0.009);
}

TEST(ParseNtpqPeers, IsNotSynchronisedWithoutASelectedPeer) {
    const auto report = peers("ntpsec-just-started");
    EXPECT_FALSE(report.is_synchronised);
    EXPECT_FALSE(report.offset);
    EXPECT_EQ(report.sources, 3U);
    EXPECT_EQ(report.reachable, 0U);
    for (const char tally : {' ', 'x', '.', '-', '+', '#'}) {
        EXPECT_FALSE(
            table(fmt::format("{}10.0.0.1 .GPS. 1 u 1 64 377 0.1 0.2 0.3\n", tally)).offset);
    }
}

TEST(ParseNtpqPeers, IsNotSynchronisedWithTheHostsOwnClock) {
    for (const char* name : {"ntpsec-own-clock", "classic-own-clock"}) {
        EXPECT_FALSE(peers(name).is_synchronised) << name;
        EXPECT_FALSE(peers(name).offset) << name;
        EXPECT_EQ(peers(name).sources, 1U) << name;
        EXPECT_EQ(peers(name).reachable, 0U) << name;
    }
}

TEST(ParseNtpqPeers, KnowsNoPeerWhereNoneIsListed) {
    for (const char* name : {"ntpsec-no-peers", "classic-no-peers"}) {
        EXPECT_FALSE(peers(name).is_synchronised);
        EXPECT_EQ(peers(name).sources, 0U);
        EXPECT_EQ(peers(name).reachable, 0U);
    }
    EXPECT_EQ(table("").sources, 0U);
}

TEST(ParseNtpqPeers, ReadsALongAddressThatIsCutOrOnALineOfItsOwn) {
    EXPECT_DOUBLE_EQ(milliseconds(peers("classic-cut").offset), -360049);
    const auto wrapped = peers("ntpsec-wrapped");
    EXPECT_DOUBLE_EQ(milliseconds(wrapped.offset), 3500.058);
    EXPECT_EQ(wrapped.sources, 2U);
    // The mark belongs to its address, not to the blank in front of the rest.
    EXPECT_FALSE(table(" fd12:3456:789a:bcde::1\n      .GPS. 1 u 1 64 377 0.1 0.2 0.3\n").offset);
}

TEST(ParseNtpqPeers, GoesWithoutAReference) {
    EXPECT_DOUBLE_EQ(milliseconds(table("*10.0.0.1         1 u 1 64 377 0.1 -0.2 0.3\n").offset),
                     -0.2);
    EXPECT_DOUBLE_EQ(
        milliseconds(table("*fd12:3456:789a:bcde::1\n      1 u - 64 1 0.1 +7 1\n").offset), 7);
}

TEST(ParseNtpqPeers, DoesNotLoseTheSelectedPeerToOneThatIsNotKnownWell) {
    const auto report = table(
        "*10.0.0.1 .GPS. 1 u 1 64 377 0.1 -0.5 nan\n"
        "+10.0.0.2 .GPS. 1 u 1 64 377 . . .\n"
        "+10.0.0.3 .GPS. 1 u 1 64 377 0.1 ******** 0.1\n");
    EXPECT_DOUBLE_EQ(milliseconds(report.offset), -0.5);
    EXPECT_FALSE(report.jitter);
    EXPECT_EQ(report.sources, 3U);
}

TEST(ParseNtpqPeers, RefusesAnythingElse) {
    for (const char* text : {"", "\n", "***Request timed out\n", "Name or service not known\n"}) {
        EXPECT_THROW(static_cast<void>(parse_ntpq_peers(text)), Error) << text;
    }
    for (const char* rows :
         {"*10.0.0.1 .GPS. 1 u 1 64 377 0.1 much 0.3\n", "*10.0.0.1 .GPS. 1 u 1 64 377 0.1\n",
          "*10.0.0.1\n", "*10.0.0.1\n+10.0.0.2\n", "*10.0.0.1 .GPS. 1 u 1 64 388 0.1 0.2 0.3\n",
          "*10.0.0.1 .GPS. one u 1 64 377 0.1 0.2 0.3\n",
          "*10.0.0.1 .GPS. 1 u 1 64 377 0.1 nan 0.3\n"}) {
        EXPECT_THROW(static_cast<void>(table(rows)), Error) << rows;
    }
}

ClockReport with_offset(double milliseconds) {
    ClockReport report;
    report.is_synchronised = true;
    report.offset = Seconds(milliseconds / 1000);
    return report;
}

TEST(AddNtpqVariables, AddsTheHostsOwnQuality) {
    auto report = with_offset(0.5);
    add_ntpq_variables(ntp_fixture("ntpq-rv-ntpsec-synced.txt"), report);
    EXPECT_EQ(report.stratum, 9U);
    EXPECT_DOUBLE_EQ(milliseconds(report.root_delay), 0.054);
    EXPECT_DOUBLE_EQ(milliseconds(report.root_dispersion), 20.03);
    EXPECT_DOUBLE_EQ(milliseconds(report.offset), 0.5);
    add_ntpq_variables(ntp_fixture("ntpq-rv-classic.txt"), report);
    EXPECT_EQ(report.stratum, 3U);
    EXPECT_DOUBLE_EQ(milliseconds(report.root_dispersion), 3601445.277);
}

TEST(AddNtpqVariables, KnowsNoStratumOfAHostThatIsNotSynchronised) {
    auto report = with_offset(0.5);
    add_ntpq_variables(ntp_fixture("ntpq-rv-ntpsec-just-started.txt"), report);
    EXPECT_FALSE(report.stratum);
    EXPECT_FALSE(report.root_delay);
}

TEST(AddNtpqVariables, CompletesAnOffsetThatIsCutUnlessItsOwnIsSmaller) {
    const auto completed = [](double cut, const char* whole) {
        auto report = with_offset(cut);
        add_ntpq_variables(fmt::format("stratum=3, refid=a, offset={}, x_offset=9999999", whole),
                           report);
        return milliseconds(report.offset);
    };
    EXPECT_DOUBLE_EQ(completed(3500, "+3500.044"), 3500.044);
    EXPECT_DOUBLE_EQ(completed(-360049, "-3600499.125"), -3600499.125);
    EXPECT_DOUBLE_EQ(completed(1000, "1000"), 1000);
    EXPECT_DOUBLE_EQ(completed(-360049, "+0.000000"), -360049);
    EXPECT_DOUBLE_EQ(completed(-360049, "360048.9"), -360049);
    EXPECT_DOUBLE_EQ(completed(-360049, "huge"), -360049);
    EXPECT_DOUBLE_EQ(completed(999.99, "3500.044"), 999.99);
}

TEST(AddNtpqVariables, DoesNotLookIntoQuotes) {
    auto report = with_offset(0.5);
    add_ntpq_variables("version=\"a, stratum=1, b\", stratum=4,\nrootdelay=1.5", report);
    EXPECT_EQ(report.stratum, 4U);
    EXPECT_DOUBLE_EQ(milliseconds(report.root_delay), 1.5);
    EXPECT_FALSE(report.root_dispersion);
}

TEST(AddNtpqVariables, RefusesAnythingElse) {
    auto report = with_offset(0.5);
    for (const char* text : {"", "***Request timed out\n", "offset=1, rootdelay=2"}) {
        EXPECT_THROW(add_ntpq_variables(text, report), Error) << text;
    }
}

}  // namespace
}  // namespace monitoring
