#include "common/timesync/chronyc.hpp"

#include "common/text/error.hpp"
#include "support/ntp_fixture.hpp"

namespace monitoring {
namespace {

ClockReport sources(const std::string& name) {
    return parse_chronyc_sources(ntp_fixture("chronyc-sources-" + name + ".txt"));
}

TEST(ParseChronycSources, TakesTheSelectedSource) {
    const auto report = sources("synced");
    EXPECT_TRUE(report.is_synchronised);
    EXPECT_EQ(report.offset, Seconds(0.000001142));
    EXPECT_EQ(report.sources, 3U);
    EXPECT_EQ(report.reachable, 2U);
}

TEST(ParseChronycSources, TakesTheMeasuredOffsetAndNotTheAdjustedOne) {
    EXPECT_EQ(sources("offset-250ms").offset, Seconds(-0.250047982));
}

TEST(ParseChronycSources, TakesASourceOfAnyMode) {
    EXPECT_EQ(sources("reference-clock").offset, Seconds(0.250011985));
    for (const std::string mode : {"^", "=", "#"}) {
        EXPECT_TRUE(parse_chronyc_sources(mode + ",*,a,1,6,377,1,0.1,-0.2,0.3\n").is_synchronised);
    }
}

TEST(ParseChronycSources, IsNotSynchronisedWhileNoSourceIsSelected) {
    for (const char* name : {"just-started", "server-gone-30s", "disagree"}) {
        const auto report = sources(name);
        EXPECT_FALSE(report.is_synchronised) << name;
        EXPECT_FALSE(report.offset) << name;
    }
    EXPECT_EQ(sources("just-started").reachable, 0U);
    EXPECT_EQ(sources("server-gone-30s").reachable, 0U);
    EXPECT_EQ(sources("disagree").reachable, 2U);
}

TEST(ParseChronycSources, IsStillSynchronisedJustAfterTheServerIsGone) {
    const auto report = sources("server-gone-4s");
    EXPECT_TRUE(report.is_synchronised);
    EXPECT_EQ(report.reachable, 2U);
}

TEST(ParseChronycSources, KnowsNoSourceWhereNoneIsListed) {
    const auto report = parse_chronyc_sources("");
    EXPECT_FALSE(report.is_synchronised);
    EXPECT_EQ(report.sources, 0U);
    EXPECT_EQ(report.reachable, 0U);
}

TEST(ParseChronycSources, RefusesAnythingElse) {
    for (const char* text : {"506 Cannot talk to daemon\n", "^,*,a,1,6,377,1,0.1,-0.2\n",
                             "^,*,a,1,6,378,1,0.1,-0.2,0.3\n", "^,*,a,1,6,377,1,0.1,nan,0.3\n",
                             "^,*,a,1,6,377,1,0.1,,0.3\n", "^,*,a,1,6,377,1,0.1,1e999,0.3\n",
                             "^,**,a,1,6,377,1,0.1,0.2,0.3\n", "!,*,a,1,6,377,1,0.1,0.2,0.3\n",
                             "^,!,a,1,6,377,1,0.1,0.2,0.3\n", ",,,,,,,,,\n",
                             "^,-,a,1,6,377,1,0.1,0.2,0.3\n^,*,a,1,6,3"}) {
        EXPECT_THROW(static_cast<void>(parse_chronyc_sources(text)), Error) << text;
    }
}

TEST(AddChronycTracking, AddsTheHostsOwnQuality) {
    ClockReport report;
    add_chronyc_tracking(ntp_fixture("chronyc-tracking-synced.txt"), report);
    EXPECT_EQ(report.stratum, 9U);
    EXPECT_EQ(report.jitter, Seconds(0.000000248));
    EXPECT_EQ(report.root_delay, Seconds(0.00000889));
    EXPECT_EQ(report.root_dispersion, Seconds(0.000001937));
}

TEST(AddChronycTracking, AddsNothingOfAClockThatIsNotSynchronised) {
    ClockReport report;
    add_chronyc_tracking(ntp_fixture("chronyc-tracking-just-started.txt"), report);
    EXPECT_FALSE(report.stratum);
    EXPECT_FALSE(report.jitter);
    EXPECT_FALSE(report.root_delay);
    EXPECT_FALSE(report.root_dispersion);
}

TEST(AddChronycTracking, RefusesAnythingElse) {
    for (const char* text :
         {"", "506 Cannot talk to daemon\n", "F8D93622,a,9,1.3,-0.1,-0.0,0.2,-0.0,-0.0,0.0,0.0,0.0",
          "F8D93622,a,nine,1.3,-0.1,-0.0,0.2,-0.0,-0.0,0.0,0.0,0.0,1.0,Normal\n",
          "F8D93622,a,9,1.3,-0.1,-0.0,0.2,-0.0,-0.0,0.0,inf,0.0,1.0,Normal\n"}) {
        ClockReport report;
        EXPECT_THROW(add_chronyc_tracking(text, report), Error) << text;
    }
}

}  // namespace
}  // namespace monitoring
