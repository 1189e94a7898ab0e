#include <unistd.h>

#include "support/held_lock.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

// The fixture has been up for 273900.42 s: 3 days, 4 hours and 5 minutes.
class Uptime : public ToolTest {
protected:
    Uptime() { use_proc_fixture("proc"); }

    ToolResult check(const std::vector<std::string>& arguments) const {
        return run("check-uptime", arguments);
    }
    void expect(const std::vector<std::string>& arguments, const std::string& line,
                int exit_code) const {
        expect_line("check-uptime", arguments, line, exit_code);
    }
    void boot(const std::string& boot_id, const std::string& uptime) const {
        write_proc("sys/kernel/random/boot_id", boot_id + "\n");
        write_proc("uptime", uptime + " 0.00\n");
    }
    void expect_reboot(const std::vector<std::string>& arguments, const std::string& status,
                       const std::string& rest) const {
        const auto result = check(arguments);
        const auto bar = result.output.find(" +0900 (was up ");
        ASSERT_NE(bar, std::string::npos) << result.output;
        EXPECT_TRUE(result.output.starts_with(status + ": rebooted at 2")) << result.output;
        EXPECT_EQ(result.output.substr(bar), " +0900 (was up " + rest + "\n");
    }
};

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

TEST_F(Uptime, ReportsARebootFromTheRunThatFoundItUntilTheHoldIsOver) {
    const std::vector<std::string> arguments = {"--on-reboot", "critical", "--hold", "2s"};
    boot("first", "3600000.00");
    expect(arguments, "OK: up 41 days, 16:00", 0);
    expect(arguments, "OK: up 41 days, 16:00", 0);
    boot("second", "700000.00");
    expect_reboot(arguments, "CRITICAL", "41 days) | up 8 days,  2:26");
    expect_reboot(arguments, "CRITICAL", "41 days) | up 8 days,  2:26");
    usleep(2'100'000);
    expect(arguments, "OK: up 8 days,  2:26", 0);
}

TEST_F(Uptime, ReportsASecondRebootWithinTheHold) {
    boot("first", "7300.00");
    expect({"--on-reboot", "warning"}, "OK: up 0 days,  2:01", 0);
    boot("second", "600.00");
    expect_reboot({"--on-reboot", "warning"}, "WARNING", "2 hours) | up 0 days,  0:10");
    boot("third", "60.00");
    expect_reboot({"--on-reboot", "warning"}, "WARNING", "10 minutes) | up 0 days,  0:01");
}

TEST_F(Uptime, KeepsAnAlertOnTheLimitsThatIsWorseThanTheReboot) {
    boot("first", "7300.00");
    expect({"-c", "10m", "--on-reboot", "warning"}, "OK: up 0 days,  2:01", 0);
    boot("second", "60.00");
    expect({"-c", "10m", "--on-reboot", "warning"},
           "CRITICAL: uptime is less than 10m | up 0 days,  0:01", 2);
}

TEST_F(Uptime, TakesDamagedMemoryForAFirstRun) {
    boot("first", "7300.00");
    expect({"--on-reboot", "critical"}, "OK: up 0 days,  2:01", 0);
    for (const char* garbage : {"", "garbage\n", "mackerel-native-plugins 2 x 0 0 0 0\n"}) {
        write_text(state_file(), garbage);
        boot("second", "60.00");
        const auto result = check({"--on-reboot", "critical"});
        EXPECT_EQ(result.output, "OK: up 0 days,  0:01\n");
        EXPECT_NE(result.errors.find("check-uptime: ignoring "), std::string::npos);
        boot("third", "60.00");
        expect_reboot({"--on-reboot", "critical"}, "CRITICAL", "1 minutes) | up 0 days,  0:01");
    }
}

TEST_F(Uptime, IsUnknownWhereTheKernelDoesNotNameTheBoot) {
    std::filesystem::remove(proc() / "sys/kernel/random/boot_id");
    expect({"--on-reboot", "critical"},
           "UNKNOWN: cannot open " + proc().string() +
               "/sys/kernel/random/boot_id: no such file, and --on-reboot needs it",
           3);
    expect({"-w", "1"}, "OK: up 3 days,  4:05", 0);
}

TEST_F(Uptime, RefusesAStateDirectoryThatOthersMayWrite) {
    std::filesystem::create_directory(state_directory());
    std::filesystem::permissions(state_directory(), std::filesystem::perms(0770));
    expect({"--on-reboot", "critical"},
           "UNKNOWN: will not keep state in " + state_directory().string() +
               ": other users may write to it; remove it",
           3);
}

TEST_F(Uptime, KeepsItsVerdictWhenAnotherRunHoldsTheLockForTooLong) {
    expect({"--on-reboot", "critical"}, "OK: up 3 days,  4:05", 0);
    const HeldLock other(state_file().string() + ".lock");
    const auto result = check({"--on-reboot", "critical", "-w", "9d", "-t", "1"});
    EXPECT_TRUE(
        result.output.starts_with("WARNING: uptime is less than 9d | up 3 days,  4:05 "
                                  "(state not saved: "))
        << result.output;
    EXPECT_TRUE(result.output.ends_with(": another run holds it)\n")) << result.output;
    EXPECT_EQ(result.exit_code, 1);
}

}  // namespace
}  // namespace monitoring
