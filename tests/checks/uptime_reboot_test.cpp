// What check-uptime --on-reboot remembers and reports.

#include <unistd.h>

#include "support/held_lock.hpp"
#include "support/uptime_test.hpp"

namespace monitoring {
namespace {

class UptimeReboot : public Uptime {};

TEST_F(UptimeReboot, ReportsARebootFromTheRunThatFoundItUntilTheHoldIsOver) {
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

TEST_F(UptimeReboot, ReportsASecondRebootWithinTheHold) {
    boot("first", "7300.00");
    expect({"--on-reboot", "warning"}, "OK: up 0 days,  2:01", 0);
    boot("second", "600.00");
    expect_reboot({"--on-reboot", "warning"}, "WARNING", "2 hours) | up 0 days,  0:10");
    boot("third", "60.00");
    expect_reboot({"--on-reboot", "warning"}, "WARNING", "10 minutes) | up 0 days,  0:01");
}

TEST_F(UptimeReboot, KeepsAnAlertOnTheLimitsThatIsWorseThanTheReboot) {
    boot("first", "7300.00");
    expect({"-c", "10m", "--on-reboot", "warning"}, "OK: up 0 days,  2:01", 0);
    boot("second", "60.00");
    expect({"-c", "10m", "--on-reboot", "warning"},
           "CRITICAL: uptime is less than 10m | up 0 days,  0:01", 2);
}

TEST_F(UptimeReboot, TakesDamagedMemoryForAFirstRun) {
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

TEST_F(UptimeReboot, IsUnknownWhereTheKernelDoesNotNameTheBoot) {
    std::filesystem::remove(proc() / "sys/kernel/random/boot_id");
    expect({"--on-reboot", "critical"},
           "UNKNOWN: cannot open " + proc().string() +
               "/sys/kernel/random/boot_id: no such file, and --on-reboot needs it",
           3);
    expect({"-w", "1"}, "OK: up 3 days,  4:05", 0);
}

TEST_F(UptimeReboot, IsUnknownWhereNothingCanBeRememberedAndThereIsNoOtherLimit) {
    set("MACKEREL_PLUGIN_WORKDIR", "/nonexistent");
    const auto up = "up 3 days,  4:05 (state not saved: /nonexistent/" +
                    state_directory().filename().string() + ": No such file or directory)";
    expect({"--on-reboot", "critical"}, "UNKNOWN: " + up, 3);
    expect({"--on-reboot", "critical", "-w", "1"}, "OK: " + up, 0);
    expect({"--on-reboot", "critical", "-C", "1d"}, "CRITICAL: uptime is more than 1d | " + up, 2);
}

TEST_F(UptimeReboot, RefusesToHoldARebootForNoTimeAtAll) {
    for (const auto* const hold : {"0", "0h", "0.0"}) {
        expect({"--on-reboot", "critical", "--hold", hold},
               "UNKNOWN: --hold 0 would never report a reboot (see --help)", 3);
    }
}

// Its boot_id is that of the host.
TEST_F(UptimeReboot, TakesAnUptimeThatWentDownForTheRestartOfAContainer) {
    boot("host", "864000.00");
    expect({"--on-reboot", "critical"}, "OK: up 10 days,  0:00", 0);
    boot("host", "60.00");
    expect_reboot({"--on-reboot", "critical"}, "CRITICAL", "10 days) | up 0 days,  0:01");
    expect_reboot({"--on-reboot", "critical"}, "CRITICAL", "10 days) | up 0 days,  0:01");
    boot("host", "7300.00");
    expect_reboot({"--on-reboot", "critical"}, "CRITICAL", "10 days) | up 0 days,  2:01");
    boot("host", "7200.00");
    expect_reboot({"--on-reboot", "critical"}, "CRITICAL", "2 hours) | up 0 days,  2:00");
}

TEST_F(UptimeReboot, TakesAMinuteLessForTheSameBoot) {
    boot("host", "864000.00");
    expect({"--on-reboot", "critical"}, "OK: up 10 days,  0:00", 0);
    boot("host", "863940.00");
    expect({"--on-reboot", "critical"}, "OK: up 9 days, 23:59", 0);
    boot("host", "863879.00");
    expect_reboot({"--on-reboot", "critical"}, "CRITICAL", "9 days) | up 9 days, 23:57");
}

TEST_F(UptimeReboot, SaysWhyTheTimeOfARebootIsNotTheLocalOne) {
    set("TZ", "JST-25");
    boot("first", "7300.00");
    expect({"--on-reboot", "critical"}, "OK: up 0 days,  2:01", 0);
    boot("second", "60.00");
    const auto result = check({"--on-reboot", "critical"});
    const auto rest = result.output.find(" +0000 ");
    ASSERT_NE(rest, std::string::npos) << result.output;
    EXPECT_TRUE(result.output.starts_with("CRITICAL: rebooted at 2")) << result.output;
    EXPECT_EQ(result.output.substr(rest),
              " +0000 (was up 2 hours) | up 0 days,  0:01 (local time is not known: TZ=JST-25 in "
              "the environment is no time zone)\n");
    EXPECT_EQ(result.exit_code, 2);
}

TEST_F(UptimeReboot, RefusesAStateDirectoryThatOthersMayWrite) {
    std::filesystem::create_directory(state_directory());
    std::filesystem::permissions(state_directory(), std::filesystem::perms(0770));
    expect({"--on-reboot", "critical"},
           "UNKNOWN: will not keep state in " + state_directory().string() +
               ": other users may write to it; remove it",
           3);
}

TEST_F(UptimeReboot, KeepsItsVerdictWhenAnotherRunHoldsTheLockForTooLong) {
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
