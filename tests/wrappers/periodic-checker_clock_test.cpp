// periodic-checker's zones, and what it explains of its clock.

#include "support/periodic_test.hpp"

namespace monitoring {
namespace {

class PeriodicCheckerClock : public PeriodicTest {
protected:
    /// In the lines NOW is the time, and DAY1 the date of tomorrow.
    void expect_explained(Words options, const Words& lines) const {
        options.emplace_back("--explain");
        Moment moment;
        const auto result = run_now([&](const Moment&) { return options; }, moment);
        std::string text;
        for (const auto& line : lines) text += line + "\n";
        const auto fill_in = [&text](const std::string& word, const std::string& value) {
            for (auto at = text.find(word); at != std::string::npos; at = text.find(word)) {
                text.replace(at, word.size(), value);
            }
        };
        fill_in("NOW", moment.format("%F %H:%M"));
        for (const int days : {0, 1, 2}) fill_in("DAY" + std::to_string(days), moment.date(days));
        EXPECT_EQ(result.output, text);
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(count_runs(), 0U) << "the command was run";
    }
};

TEST_F(PeriodicCheckerClock, TakesTheZoneThatItIsGiven) {
    // By the local time it is noon; in one of these two it is not.
    const auto utc = [] { return Moment{time(nullptr) / 60 * 60}; };
    const auto tokyo = [] { return Moment{time(nullptr) / 60 * 60 + 9 * 3600}; };
    expect_inside([&](const Moment&) {
        return Words{"--tz", "UTC", "--range", utc().day() + " " + utc().range(0, 0)};
    });
    expect_inside([&](const Moment&) {
        return Words{"--tz", "Asia/Tokyo", "--range", tokyo().day() + " " + tokyo().range(0, 0)};
    });
    Moment there;
    Moment here;
    const auto result = run_now(
        [&](const Moment&) {
            there = tokyo();
            return Words{"--tz", "Asia/Tokyo", "--except", "00:00-24:00"};
        },
        here);
    EXPECT_EQ(result.output, "OK: out of time ranges: 00:00-24:00 [" + there.clock() + "]\n");
}

TEST_F(PeriodicCheckerClock, LeavesTheCommandsOwnZoneAsItWas) {
    set("TZ", "Asia/Tokyo");
    const auto words = wrap({"--tz", "Europe/Berlin"}, sh("echo ${TZ-unset}"));
    expect_line("periodic-checker", words, "Asia/Tokyo", 0);
    set("TZ", "");
    expect_line("periodic-checker", words, "", 0);
    unset("TZ");
    expect_line("periodic-checker", words, "unset", 0);
    expect_line("periodic-checker",
                wrap({"--tz", "Europe/Berlin", "--timeout", "50"}, sh("echo ${TZ-unset}")), "unset",
                0);
}

TEST_F(PeriodicCheckerClock, ExplainsNowAndTheNextThreeChangesAndRunsNothing) {
    expect_explained({"--range", "09:00-18:00"},
                     {"inside now, NOW TST", "outside from DAY0 18:01 TST",
                      "inside from DAY1 09:00 TST", "outside from DAY1 18:01 TST"});
    expect_explained({"--range", "22:00-06:00", "--exclusive-end"},
                     {"outside now, NOW TST", "inside from DAY0 22:00 TST",
                      "outside from DAY1 06:00 TST", "inside from DAY1 22:00 TST"});
    expect_explained({"--except", "15:00-15:00"},
                     {"inside now, NOW TST", "outside from DAY0 15:00 TST",
                      "inside from DAY0 15:01 TST", "outside from DAY1 15:00 TST"});
    expect_explained({}, {"inside now, NOW TST", "no other change in the next 400 days"});
}

TEST_F(PeriodicCheckerClock, ExplainsWithoutACommand) {
    const auto result = run("periodic-checker", {"--explain"});
    EXPECT_TRUE(result.output.starts_with("inside now, ")) << result.output;
    EXPECT_EQ(result.exit_code, 0);
    expect_line("periodic-checker", {"--explain", "--range", "9:00-10:00"},
                "UNKNOWN: --range: '9:00-10:00' is not a time range such as 09:00-18:00 or Mon-Fri "
                "22:00-06:00 (see --help)",
                3);
}

}  // namespace
}  // namespace monitoring
