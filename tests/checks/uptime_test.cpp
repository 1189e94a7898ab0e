#include "support/uptime_test.hpp"

namespace monitoring {
namespace {

TEST_F(Uptime, ShowsDaysHoursPaddedWithABlankAndMinutes) {
    expect({"-w", "600"}, "OK: up 3 days,  4:05", 0);
    write_proc("uptime", "123456.99 1.00\n");
    expect({"-w", "600"}, "OK: up 1 days, 10:17", 0);
}

TEST_F(Uptime, JudgesWholeSecondsAndIsOkAtTheLimit) {
    expect({"-w", "273900"}, "OK: up 3 days,  4:05", 0);
    expect({"-w", "273901"}, "WARNING: uptime is less than 273901 | up 3 days,  4:05", 1);
    expect({"-c", "273900.5"}, "CRITICAL: uptime is less than 273900.5 | up 3 days,  4:05", 2);
}

TEST_F(Uptime, ShowsTheLimitAsItWasWritten) {
    write_proc("uptime", "420.00 1.00\n");
    expect({"-w", "10m", "-c", "5m"}, "WARNING: uptime is less than 10m | up 0 days,  0:07", 1);
    expect({"-w", "10m", "--critical=1w"}, "CRITICAL: uptime is less than 1w | up 0 days,  0:07",
           2);
    expect({"-c600"}, "CRITICAL: uptime is less than 600 | up 0 days,  0:07", 2);
}

TEST_F(Uptime, AlertsWhenAHostHasBeenUpForTooLong) {
    expect({"-W", "273900"}, "OK: up 3 days,  4:05", 0);
    expect({"-W", "273899"}, "WARNING: uptime is more than 273899 | up 3 days,  4:05", 1);
    expect({"-W", "1d", "-C", "3d"}, "CRITICAL: uptime is more than 3d | up 3 days,  4:05", 2);
    expect({"-w", "4d", "-C", "3d"}, "CRITICAL: uptime is more than 3d | up 3 days,  4:05", 2);
    expect({"-c", "4d", "-W", "3d"}, "CRITICAL: uptime is less than 4d | up 3 days,  4:05", 2);
}

TEST_F(Uptime, NeedsOneLimitAtLeast) {
    expect({}, "UNKNOWN: -w, -c, -W, -C or --on-reboot is required (see --help)", 3);
    expect({"--hold", "5m", "-w", "1"}, "UNKNOWN: --hold requires --on-reboot (see --help)", 3);
}

TEST_F(Uptime, NamesWhatIsWrongWithItsFile) {
    const auto path = proc().string() + "/uptime";
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "it is empty"},
        {"abc def\n", "'abc def\\n' does not begin with a whole number or fraction"},
        {"-5.00 1.00\n", "'-5.00 1.00\\n' does not begin with a whole number or fraction"},
        {"27390", "'27390' does not begin with a whole number or fraction"},
        {"nan 1\n", "'nan 1\\n' does not begin with a whole number or fraction"},
        {"1e300 1\n", "no host has been up for that long"},
    };
    for (const auto& [content, reason] : cases) {
        write_proc("uptime", content);
        expect({"-w", "600"}, "UNKNOWN: cannot understand " + path + ": " + reason, 3);
    }
    write_proc("uptime", std::string(5000, '1'));
    expect({"-w", "600"}, "UNKNOWN: cannot read " + path + ": larger than 4096 bytes", 3);
    std::filesystem::remove(path);
    expect({"-w", "600"}, "UNKNOWN: cannot open " + path + ": No such file or directory", 3);
    std::filesystem::create_directory(path);
    expect({"-w", "600"}, "UNKNOWN: cannot read " + path + ": Is a directory", 3);
}

}  // namespace
}  // namespace monitoring
