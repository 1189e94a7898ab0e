// periodic-checker as its users run it: inside its ranges and outside.

#include "support/periodic_test.hpp"

namespace monitoring {
namespace {

using namespace std::string_literals;

class PeriodicChecker : public PeriodicTest {};

TEST_F(PeriodicChecker, RunsTheCommandAtAnyTimeUnlessToldOtherwise) {
    expect_inside([](const Moment&) { return Words{}; });
    expect_inside([](const Moment&) { return Words{"--range", "00:00-24:00"}; });
    make_hour(0);
    expect_inside([](const Moment&) { return Words{}; });
    make_hour(22);
    expect_inside([](const Moment&) { return Words{}; });
}

TEST_F(PeriodicChecker, BecomesTheCommand) {
    const Running running = start("periodic-checker", wrap({}, sh("echo $$; sleep 0.1; exit 7")));
    const auto result = finish(running);
    EXPECT_EQ(result.output, std::to_string(running.process) + "\n");
    EXPECT_EQ(result.exit_code, 7);
}

TEST_F(PeriodicChecker, LeavesItsOutputAndItsEndAlone) {
    const auto expect = [this](const std::string& script, const std::string& output,
                               const std::string& errors, int exit_code) {
        const auto result = run("periodic-checker", wrap({"--range", "12:00-13:00"}, sh(script)));
        EXPECT_EQ(result.output, output);
        EXPECT_EQ(result.errors, errors);
        EXPECT_EQ(result.exit_code, exit_code);
    };
    expect("printf 'a\\0b\\377'; exit 4", "a\0b\377"s, "", 4);
    expect("printf 'a\\n\\n\\n'; exit 255", "a\n\n\n", "", 255);
    expect("echo oops >&2; exit 127", "", "oops\n", 127);
    expect("head -c 100000 /dev/zero | tr '\\0' x", std::string(100000, 'x'), "", 0);
    expect("ulimit -c 0; kill -SEGV $$", "", "", 128 + SIGSEGV);
}

TEST_F(PeriodicChecker, StaysBesideTheCommandWhereItHasWorkLeft) {
    const auto words = wrap({"--timeout", "50"}, sh("echo $PPID; exit 7"));
    const Running running = start("periodic-checker", words);
    EXPECT_EQ(finish(running).output,
              "UNKNOWN: sh ended with exit code 7: " + std::to_string(running.process) + "\n");
    expect_line("periodic-checker",
                wrap({"--status-as", "critical=warning"}, sh("echo bad; exit 2")), "bad", 1);
}

TEST_F(PeriodicChecker, CountsBothEndsByTheMinute) {
    expect_inside([](const Moment& now) { return Words{"--range", now.range(0, 0)}; });
    expect_inside([](const Moment& now) { return Words{"--range", now.range(-1, 0)}; });
    expect_inside([](const Moment& now) { return Words{"--range", now.range(0, 1)}; });
    expect_outside([](const Moment& now) { return Words{"--range", now.range(1, 2)}; });
    expect_outside([](const Moment& now) { return Words{"--range", now.range(-2, -1)}; });
    // All day but this minute.
    expect_outside([](const Moment& now) { return Words{"--range", now.range(1, -1)}; });
    // All day, beginning with the next minute.
    expect_inside([](const Moment& now) { return Words{"--range", now.range(1, 0)}; });
}

TEST_F(PeriodicChecker, CanLeaveOutTheMinuteThatEndsARange) {
    const auto with = [](const std::string& ranges) {
        return Words{"--range", ranges, "--exclusive-end"};
    };
    expect_outside([&](const Moment& now) { return with(now.range(-1, 0)); });
    expect_inside([&](const Moment& now) { return with(now.range(0, 1)); });
    expect_inside([&](const Moment& now) { return with(now.range(1, 0) + "," + now.range(0, 1)); });
    expect_outside([&](const Moment& now) { return with(now.range(1, 0)); });
    expect_inside([&](const Moment&) { return with("00:00-24:00"); });
    make_hour(22);
    expect_inside([&](const Moment&) { return with("22:00-24:00"); });
    expect_inside([&](const Moment&) { return with("22:00-00:00"); });
}

TEST_F(PeriodicChecker, IsInsideWhenAnyRangeIs) {
    expect_inside([](const Moment&) { return Words{"--range", "00:00-06:00,11:00-24:00"}; });
    expect_inside([](const Moment&) { return Words{"--ranges", "11:00-14:00,15:00-16:00"}; });
    expect_inside([](const Moment&) { return Words{"--range=01:00-02:00; 11:00-14:00"}; });
    expect_outside([](const Moment&) { return Words{"--range", "00:00-06:00,15:30-24:00"}; });
    expect_inside([](const Moment&) {
        return Words{"--range", "01:00-02:00", "--range", "11:00-14:00"};
    });
    expect_outside(
        [](const Moment&) {
            return Words{"--range", "01:00-02:00", "--ranges", "03:00-04:00"};
        },
        "OK: out of time ranges: 01:00-02:00;03:00-04:00 [TIME]");
}

TEST_F(PeriodicChecker, SpansMidnight) {
    expect_outside([](const Moment&) { return Words{"--range", "22:00-06:00"}; });
    make_hour(1);
    expect_inside([](const Moment&) { return Words{"--range", "22:00-06:00"}; });
    make_hour(22);
    expect_inside([](const Moment&) { return Words{"--range", "22:00-06:00"}; });
}

TEST_F(PeriodicChecker, KnowsTheDaysOfTheWeek) {
    expect_inside([](const Moment& now) { return Words{"--range", now.day() + " 11:00-14:00"}; });
    expect_outside([](const Moment& now) { return Words{"--range", now.day(1) + " 11:00-14:00"}; });
    expect_outside([](const Moment& now) { return Words{"--range", now.day() + " 15:00-16:00"}; });
    expect_inside([](const Moment& now) {
        return Words{"--range", now.day(-1) + "-" + now.day(1) + " 11:00-14:00"};
    });
    expect_outside([](const Moment& now) {
        return Words{"--range", now.day(1) + "-" + now.day(-1) + " 00:00-24:00"};
    });
    expect_inside([](const Moment& now) {
        return Words{"--range",
                     "Mon-Fri 01:00-02:00;" + now.day(2) + "," + now.day() + " 11:00-14:00"};
    });
    expect_outside([](const Moment& now) {
        return Words{"--range", now.day(2) + "," + now.day(1) + " 00:00-24:00"};
    });
}

TEST_F(PeriodicChecker, LetsASpanBelongToTheDayItStartsOn) {
    make_hour(1);
    expect_inside([](const Moment& now) { return Words{"--range", now.day(-1) + " 22:00-06:00"}; });
    expect_outside([](const Moment& now) { return Words{"--range", now.day() + " 22:00-06:00"}; });
    make_hour(22);
    expect_inside([](const Moment& now) { return Words{"--range", now.day() + " 22:00-06:00"}; });
    expect_outside([](const Moment& now) {
        return Words{"--range", now.day(-1) + " 22:00-06:00"};
    });
}

TEST_F(PeriodicChecker, TakesTimesOut) {
    expect_outside(
        [](const Moment& now) {
            return Words{"--except", now.range(0, 0)};
        },
        "OK: out of time ranges: 00:00-24:00 [TIME]");
    expect_inside([](const Moment& now) { return Words{"--except", now.range(1, 2)}; });
    expect_outside([](const Moment& now) {
        return Words{"--range", "11:00-14:00", "--except", now.day() + " 12:00-13:00"};
    });
    expect_inside([](const Moment& now) {
        return Words{"--range", "11:00-14:00", "--except", now.day(1) + " 12:00-13:00"};
    });
    expect_outside([](const Moment&) {
        return Words{"--range",     "11:00-14:00", "--except",
                     "12:00-13:59", "--except",    "01:00-02:00"};
    });
}

TEST_F(PeriodicChecker, IsOutsideWhatItIsTold) {
    const auto with = [](const Words& more) {
        return [more](const Moment&) {
            Words words = {"--range", "01:00-02:00"};
            words.insert(words.end(), more.begin(), more.end());
            return words;
        };
    };
    const std::string reason = "out of time ranges: 01:00-02:00 [TIME]";
    expect_outside(with({"--outside", "warning"}), "WARNING: " + reason, 1);
    expect_outside(with({"--outside", "CRITICAL"}), "CRITICAL: " + reason, 2);
    expect_outside(with({"--outside", "unknown"}), "UNKNOWN: " + reason, 3);
    expect_outside(with({"--outside", "ok"}), "OK: " + reason, 0);
    expect_outside(with({"--outside-message", "closed\nnow"}), "OK: closed\\nnow", 0);
    expect_outside(with({"--outside", "critical", "--outside-message", "x"}), "CRITICAL: x", 2);
    expect_outside(with({"--outside", "critical", "--status-as", "critical=warning"}),
                   "WARNING: " + reason, 1);
    expect_outside(with({"--timeout", "9"}), "OK: " + reason, 0);
}

}  // namespace
}  // namespace monitoring
