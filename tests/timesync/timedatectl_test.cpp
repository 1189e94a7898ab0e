#include "common/timesync/timedatectl.hpp"

#include "common/text/error.hpp"
#include "support/ntp_fixture.hpp"

namespace monitoring {
namespace {

TEST(ParseTimesync, TellsWhatTheServerSaid) {
    const auto report = parse_timesync(ntp_fixture("timedatectl-answered.txt"));
    EXPECT_TRUE(report.is_synchronised);
    EXPECT_EQ(report.stratum, 2U);
    EXPECT_EQ(report.root_delay, Seconds(3.906e-3));
    EXPECT_EQ(report.root_dispersion, Seconds(7.812e-3));
    EXPECT_EQ(report.jitter, Seconds(0));
    EXPECT_FALSE(report.offset);
    EXPECT_FALSE(report.sources);
}

TEST(ParseTimesync, IsNotSynchronisedWithoutAnAnswerOfAServerThatKnowsTheTime) {
    EXPECT_FALSE(parse_timesync(ntp_fixture("timedatectl-just-started.txt")).is_synchronised);
    EXPECT_FALSE(parse_timesync("NTPMessage={ Leap=3, Stratum=0, Jitter=0 }\n").is_synchronised);
    EXPECT_FALSE(parse_timesync("NTPMessage={ Stratum=2, Jitter=0 }\n").is_synchronised);
    EXPECT_FALSE(parse_timesync("NTPMessage={\n").is_synchronised);
    EXPECT_FALSE(parse_timesync("NTPMessage=\n").is_synchronised);
    EXPECT_FALSE(parse_timesync("XNTPMessage={ Leap=0, Stratum=2 }\n").is_synchronised);
    EXPECT_TRUE(parse_timesync("NTPMessage={ Leap=0 }").is_synchronised);
}

TEST(ParseTimesync, RefusesAnythingElse) {
    for (const char* text : {"", "\n", "Failed to parse bus message: No route to host\n"}) {
        EXPECT_THROW(static_cast<void>(parse_timesync(text)), Error) << text;
    }
}

TEST(ParseSystemdSpan, AddsUpItsParts) {
    EXPECT_EQ(parse_systemd_span("0"), Seconds(0));
    EXPECT_DOUBLE_EQ(parse_systemd_span("417us")->count(), 0.000417);
    EXPECT_DOUBLE_EQ(parse_systemd_span("15.258ms")->count(), 0.015258);
    EXPECT_DOUBLE_EQ(parse_systemd_span("2.500000s")->count(), 2.5);
    EXPECT_DOUBLE_EQ(parse_systemd_span("34min 8s")->count(), 2048);
    EXPECT_DOUBLE_EQ(parse_systemd_span("1h 1min")->count(), 3660);
    EXPECT_DOUBLE_EQ(parse_systemd_span("1y 1month 1w 1d")->count(), 34878600);
}

TEST(ParseSystemdSpan, TakesNothingElse) {
    for (const char* text :
         {"", " ", "5", "ms", "-1ms", "1 ms", "1fortnight", "infinity", "1e999s", "1ms x"}) {
        EXPECT_FALSE(parse_systemd_span(text)) << text;
    }
}

}  // namespace
}  // namespace monitoring
