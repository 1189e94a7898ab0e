// periodic-checker's holidays, and the mistakes that it names.

#include "support/periodic_test.hpp"

namespace monitoring {
namespace {

class PeriodicCheckerOptions : public PeriodicTest {
protected:
    void expect_refused(const Words& options, const std::string& reason) const {
        const Words all = wrap(options, sh("echo >>" + path("runs")));
        expect_line("periodic-checker", all, "UNKNOWN: " + reason, 3);
        EXPECT_EQ(count_runs(), 0U) << "the command was run";
    }
    /// One of the options names these as malformed, the hour notwithstanding.
    void expect_malformed(const std::string& ranges, const std::string& items) const {
        const auto reason = items +
                            (items.find("', '") == std::string::npos ? " is not a time range"
                                                                     : " are not time ranges") +
                            " such as 09:00-18:00 or Mon-Fri 22:00-06:00 (see --help)";
        expect_refused({"--range", ranges}, "--range: " + reason);
        expect_refused({"--range", "01:00-02:00", "--except", ranges}, "--except: " + reason);
    }
    [[nodiscard]] std::string write_holidays(const std::string& content) const {
        write_text(path("holidays"), content);
        return path("holidays");
    }
};

TEST_F(PeriodicCheckerOptions, NameEveryItemThatIsMalformed) {
    for (const std::string item : {"25:00-26:00",
                                   "9:00-10:00",
                                   "12:60-13:00",
                                   "00:00-24:01",
                                   "10:00",
                                   "10:00-",
                                   "-10:00",
                                   "10:00-11:00-12:00",
                                   "10-11",
                                   "1000-1100",
                                   "+1:00-02:00",
                                   "0x:00-01:00",
                                   "24:00-24:00",
                                   "abc",
                                   "Mon",
                                   "Mon-Fri",
                                   "Foo 10:00-11:00",
                                   "Mon-Foo 10:00-11:00",
                                   "Mon 10:00-25:00",
                                   "Mon Tue 10:00-11:00",
                                   "10:00-11:00 Mon",
                                   "10:00 - 11:00",
                                   "-"}) {
        expect_malformed(item, "'" + item + "'");
        expect_malformed("00:00-24:00," + item, "'" + item + "'");
    }
    expect_malformed("25:00-26:00,00:00-24:00,9:00-10:00,12:60-13:00",
                     "'25:00-26:00', '9:00-10:00', '12:60-13:00'");
}

TEST_F(PeriodicCheckerOptions, NameAnEmptyItem) {
    expect_malformed("", "''");
    expect_malformed(" ", "' '");
    expect_malformed("00:00-24:00,", "''");
    expect_malformed(",00:00-24:00", "''");
    expect_malformed("00:00-06:00,,06:30-24:00", "''");
    expect_malformed("00:00-06:00;", "''");
    expect_malformed(",", "'', ''");
}

TEST_F(PeriodicCheckerOptions, NameTheMistakesOfBothOptionsAndOfOutside) {
    const std::string such = " such as 09:00-18:00 or Mon-Fri 22:00-06:00";
    expect_refused({"--range", "x,y", "--except", "z"},
                   "--range: 'x', 'y' are not time ranges" + such +
                       "; --except: 'z' is not a time range" + such + " (see --help)");
    expect_refused({"--range", "10:00-10:00", "--exclusive-end"},
                   "--range: '10:00-10:00' is not a time range" + such + " (see --help)");
    expect_refused(
        {"--outside", "x"},
        "--outside: 'x' is not a status (ok, warning, critical or unknown) (see --help)");
    expect_refused({"--outside-message="}, "--outside-message: '' is empty (see --help)");
}

TEST_F(PeriodicCheckerOptions, RunNothingOnAHoliday) {
    expect_outside(
        [this](const Moment& now) {
            return Words{"--holidays", write_holidays("# ours\n\n2020-02-29 # leap\n  " +
                                                      now.date() + "\t# today\n")};
        },
        "OK: out of time ranges: 00:00-24:00 [TIME]");
    expect_outside([this](const Moment& now) {
        return Words{"--range", "11:00-14:00", "--holidays", write_holidays(now.date())};
    });
    expect_inside([this](const Moment& now) {
        return Words{"--holidays", write_holidays("#" + now.date() + "\n" + now.date(1) + "\n" +
                                                  now.date(-1) + "\n")};
    });
    expect_inside([this](const Moment&) { return Words{"--holidays", write_holidays("")}; });
}

TEST_F(PeriodicCheckerOptions, TakeHolidaysAsWindowsWritesThem) {
    expect_outside(
        [this](const Moment& now) {
            return Words{"--holidays",
                         write_holidays("\xef\xbb\xbf" + now.date() + "\r\n2020-02-29\r\n")};
        },
        "OK: out of time ranges: 00:00-24:00 [TIME]");
}

TEST_F(PeriodicCheckerOptions, NameTheLineOfTheHolidaysThatIsNoDay) {
    for (const std::string line : {"2026-02-29", "2026-13-01", "2026-1-1", "20260101", "tomorrow",
                                   "2026-01-01 2026-01-02", "2026-01-01x"}) {
        const auto file = write_holidays("2026-01-01\n" + line + "\n");
        // Also at a time at which nothing would be run anyway.
        expect_refused({"--holidays", file, "--range", "01:00-02:00"},
                       file + ", line 2: '" + line + "' is not a day such as 2026-01-01");
    }
    const auto file = write_holidays("\x01\n");
    expect_refused({"--holidays", file},
                   file + ", line 1: '\\x01' is not a day such as 2026-01-01");
    expect_refused({"--holidays", path("none")},
                   "cannot open " + path("none") + ": No such file or directory");
    expect_refused({"--holidays", directory()},
                   "cannot read " + directory().string() + ": Is a directory");
}

TEST_F(PeriodicCheckerOptions, RefuseAZoneThatNobodyKnows) {
    for (const std::string zone : {"Nowhere/Land", "../../etc/passwd", "Asia", "/etc/localtime"}) {
        expect_refused({"--tz", zone}, "no time zone " + zone + " (is tzdata installed?)");
    }
    expect_refused({"--tz="}, "--tz: '' is empty (see --help)");
    set("TZ", "Nowhere/Land");
    expect_refused({}, "TZ=Nowhere/Land in the environment is no time zone");
}

}  // namespace
}  // namespace monitoring
