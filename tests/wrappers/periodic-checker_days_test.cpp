// The days that periodic-checker's --except takes out.

#include "support/periodic_test.hpp"

namespace monitoring {
namespace {

class PeriodicCheckerDays : public PeriodicTest {
protected:
    using Text = std::function<std::string(const Moment&)>;
    static Options except(const Text& text) {
        return [text](const Moment& now) { return Words{"--except", text(now)}; };
    }
    void expect_excepted(const Text& text) const {
        expect_outside(except(text), "OK: out of time ranges: 00:00-24:00 [TIME]");
    }
    void expect_refused(const Words& options, const std::string& reason) const {
        const Words all = wrap(options, sh("echo >>" + path("runs")));
        expect_line("periodic-checker", all, "UNKNOWN: " + reason + " (see --help)", 3);
        EXPECT_EQ(count_runs(), 0U) << "the command was run";
    }
};

TEST_F(PeriodicCheckerDays, AreOutsideFromTheFirstToTheLast) {
    expect_excepted([](const Moment& now) { return now.date(); });
    expect_excepted([](const Moment& now) { return now.date() + ".." + now.date(); });
    expect_excepted([](const Moment& now) { return now.date() + ".." + now.date(1); });
    expect_excepted([](const Moment& now) { return now.date(-1) + ".." + now.date(); });
    expect_excepted([](const Moment&) { return "1999-12-29..9999-01-03"; });
    expect_inside(except([](const Moment& now) { return now.date(-2) + ".." + now.date(-1); }));
    expect_inside(except([](const Moment& now) { return now.date(1) + ".." + now.date(2); }));
}

TEST_F(PeriodicCheckerDays, MayStandAmongTimes) {
    expect_excepted(
        [](const Moment& now) { return "01:00-02:00, " + now.date() + " ;Sun 01:00-01:00"; });
    expect_excepted([](const Moment& now) { return "2020-02-29," + now.range(-1, 1); });
    expect_excepted([](const Moment& now) { return now.range(-1, 1) + ";2020-02-29"; });
    expect_inside(except([](const Moment& now) { return now.date(1) + ",01:00-02:00"; }));
}

TEST_F(PeriodicCheckerDays, AreNamedWhenTheyAreNone) {
    const std::string such = " such as 2026-12-31 or 2026-12-29..2027-01-03";
    for (const std::string item :
         {"2026-02-30", "2026-1-1", "2026-12-29..", "2026-12-29..2026-12-28",
          "2026-12-29-2027-01-03", "2026-12-29...2027-01-03", "2026-12-29 10:00-11:00",
          "2026-12-29..2027-13-03", "2026-12-29 .. 2027-01-03"}) {
        expect_refused({"--range", "01:00-02:00", "--except", "03:00-04:00," + item},
                       "--except: '" + item + "' is not a day" + such);
    }
    expect_refused({"--except", "2026-02-30,2026-02-31"},
                   "--except: '2026-02-30', '2026-02-31' are not days" + such);
}

TEST_F(PeriodicCheckerDays, LeaveTheMistakesInTimesToBeNamed) {
    const std::string such = " is not a time range such as 09:00-18:00 or Mon-Fri 22:00-06:00";
    expect_refused({"--range", "2026-12-29"}, "--range: '2026-12-29'" + such);
    expect_refused({"--except", "2026-12-29,"}, "--except: ''" + such);
    expect_refused({"--except", "..2026-12-29"}, "--except: '..2026-12-29'" + such);
}

}  // namespace
}  // namespace monitoring
