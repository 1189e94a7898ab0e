#include <fmt/format.h>

#include <optional>

#include "support/held_lock.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

// The fixture has 262000 of 262144 entries in use: 144 are free.
class ConntrackFree : public ToolTest {
protected:
    ConntrackFree() { use_proc_fixture("proc"); }

    ToolResult check(const std::vector<std::string>& arguments) const {
        return run("check-conntrack-free", arguments);
    }
    void expect(const std::vector<std::string>& arguments, const std::string& line,
                int exit_code) const {
        expect_line("check-conntrack-free", arguments, line, exit_code);
    }
    /// 13 + n drops, in the columns that count, on one CPU.
    void write_drops(unsigned n) const {
        write_proc("net/stat/nf_conntrack",
                   fmt::format("entries drop found early_drop insert_failed\n"
                               "00000001 0000000a 0000ffff 00000003 {:08x}\n",
                               n));
    }
};

TEST_F(ConntrackFree, IsOkAtTheLimit) {
    expect({"-w", "144", "-c", "100"}, "OK: free:144 max:262144 count:262000", 0);
}

TEST_F(ConntrackFree, WarnsBelowTheWarningLimit) {
    expect({"-w", "145", "-c", "100"},
           "WARNING: free nf_conntrack < 145 | free:144 max:262144 count:262000", 1);
}

TEST_F(ConntrackFree, PutsCriticalBeforeWarning) {
    expect({"-w", "1000", "-c", "500"},
           "CRITICAL: free nf_conntrack < 500 | free:144 max:262144 count:262000", 2);
}

TEST_F(ConntrackFree, TakesALimitInPercentOfMax) {
    write_proc("sys/net/netfilter/nf_conntrack_max", "1000\n");
    write_proc("sys/net/netfilter/nf_conntrack_count", "930\n");
    expect({"-c", "7%"}, "OK: free:70 max:1000 count:930", 0);
    expect({"-c", "7.1%"}, "CRITICAL: free nf_conntrack < 7.1% | free:70 max:1000 count:930", 2);
}

TEST_F(ConntrackFree, ReadsTheFilesOfOlderKernels) {
    std::filesystem::remove_all(proc() / "sys");
    write_proc("sys/net/ipv4/netfilter/ip_conntrack_count", "10\n");
    write_proc("sys/net/ipv4/ip_conntrack_max", "30\n");
    expect({"-w", "1"}, "OK: free:20 max:30 count:10", 0);
}

TEST_F(ConntrackFree, CountsNothingAsFreeWhenTheTableIsOverfull) {
    write_proc("sys/net/netfilter/nf_conntrack_max", "100\n");
    expect({"-w", "1"}, "WARNING: free nf_conntrack < 1 | free:0 max:100 count:262000", 1);
}

TEST_F(ConntrackFree, TakesAMaximumOfZeroForNoLimit) {
    write_proc("sys/net/netfilter/nf_conntrack_max", "0\n");
    expect({"-c", "99%"}, "OK: free:unlimited max:0 count:262000", 0);
}

TEST_F(ConntrackFree, IsUnknownWithoutTheKernelModuleUnlessToldOtherwise) {
    std::filesystem::remove_all(proc() / "sys/net");
    const auto reason = "nf_conntrack is not loaded (no " + proc().string() +
                        "/sys/net/netfilter/nf_conntrack_count)";
    expect({"-w", "1"}, "UNKNOWN: " + reason, 3);
    expect({"-w", "1", "--missing", "ok"}, "OK: " + reason, 0);
    expect({"-w", "1", "--missing", "Warning"}, "WARNING: " + reason, 1);
    expect({"-w", "1", "--missing", "critical"}, "CRITICAL: " + reason, 2);
}

TEST_F(ConntrackFree, DoesNotTakeAMissingProcForAMissingModule) {
    set("HOST_PROC", "/nonexistent");
    expect({"-w", "1", "--missing", "ok"},
           "UNKNOWN: cannot open /nonexistent: No such file or directory", 3);
}

TEST_F(ConntrackFree, IsUnknownWhenAFileIsNotANumber) {
    const auto path = proc().string() + "/sys/net/netfilter/nf_conntrack_max";
    for (const char* content : {"abc\n", "-1\n", "12x\n", "99999999999999999999\n", "\n"}) {
        write_proc("sys/net/netfilter/nf_conntrack_max", content);
        expect({"-w", "1"}, "UNKNOWN: cannot understand " + path + ": it is not a number", 3);
    }
    write_proc("sys/net/netfilter/nf_conntrack_max", "");
    expect({"-w", "1"}, "UNKNOWN: cannot understand " + path + ": it is empty", 3);
    write_proc("sys/net/netfilter/nf_conntrack_max", std::string(1 << 20, '1'));
    expect({"-w", "1"}, "UNKNOWN: cannot read " + path + ": larger than 4096 bytes", 3);
}

TEST_F(ConntrackFree, WarnsWhenMoreWasDroppedSinceTheLastRun) {
    write_drops(0);
    expect({"--max-drops", "5"}, "OK: free:144 max:262144 count:262000", 0);
    write_drops(5);
    expect({"--max-drops", "5"}, "OK: free:144 max:262144 count:262000 dropped:5", 0);
    write_drops(11);
    expect({"--max-drops", "5"},
           "WARNING: dropped nf_conntrack > 5 | free:144 max:262144 count:262000 dropped:6", 1);
    expect({"--max-drops", "5"}, "OK: free:144 max:262144 count:262000 dropped:0", 0);
    write_drops(2);
    expect({"--max-drops", "0"}, "OK: free:144 max:262144 count:262000", 0);
}

TEST_F(ConntrackFree, LeavesAnAlertOnFreeEntriesInFrontOfDrops) {
    write_drops(0);
    expect({"-c", "200", "--max-drops", "0"},
           "CRITICAL: free nf_conntrack < 200 | free:144 max:262144 count:262000", 2);
    write_drops(3);
    expect({"-c", "200", "--max-drops", "0"},
           "CRITICAL: free nf_conntrack < 200 | free:144 max:262144 count:262000 dropped:3", 2);
}

TEST_F(ConntrackFree, TakesARebootForAFirstRun) {
    write_drops(0);
    expect({"--max-drops", "0"}, "OK: free:144 max:262144 count:262000", 0);
    write_proc("sys/kernel/random/boot_id", "another\n");
    write_drops(100);
    expect({"--max-drops", "0"}, "OK: free:144 max:262144 count:262000", 0);
}

TEST_F(ConntrackFree, SaysWhenDropsAreNotKnown) {
    std::filesystem::remove(proc() / "net/stat/nf_conntrack");
    const auto text = "free:144 max:262144 count:262000 (drops not known: no " + proc().string() +
                      "/net/stat/nf_conntrack)";
    expect({"-c", "1", "--max-drops", "0"}, "OK: " + text, 0);
    expect({"--max-drops", "0"}, "OK: " + text, 0);
}

TEST_F(ConntrackFree, IsUnknownWhenTheDropsAreTorn) {
    write_proc("net/stat/nf_conntrack", "entries drop early_drop insert_failed\n00000001 0000\n");
    expect({"--max-drops", "0"},
           "UNKNOWN: cannot understand " + proc().string() +
               "/net/stat/nf_conntrack: a line does not have all columns",
           3);
}

TEST_F(ConntrackFree, HidesNoAlertBehindDropsThatAreTorn) {
    write_proc("net/stat/nf_conntrack", "entries drop early_drop insert_failed\n00000001 0000\n");
    expect({"-c", "145", "--max-drops", "0"},
           "CRITICAL: free nf_conntrack < 145 | free:144 max:262144 count:262000 (drops not known: "
           "cannot understand " +
               proc().string() + "/net/stat/nf_conntrack: a line does not have all columns)",
           2);
}

TEST_F(ConntrackFree, ReadsTheDropsWhenItIsItsTurn) {
    write_drops(0);
    expect({"--max-drops", "0"}, "OK: free:144 max:262144 count:262000", 0);
    std::optional<HeldLock> other(state_file().string() + ".lock");
    const auto running = start("check-conntrack-free", {"--max-drops", "0", "-t", "60"});
    other->wait_for(running.process);
    write_drops(3);
    other.reset();
    EXPECT_EQ(finish(running).output,
              "WARNING: dropped nf_conntrack > 0 | free:144 max:262144 count:262000 dropped:3\n");
}

TEST_F(ConntrackFree, KeepsItsVerdictWhenTheStateCannotBeSaved) {
    set("MACKEREL_PLUGIN_WORKDIR", "/nonexistent");
    write_drops(0);
    const auto free = "free:144 max:262144 count:262000 (state not saved: /nonexistent/" +
                      state_directory().filename().string() + ": No such file or directory)";
    expect({"-w", "145", "--max-drops", "0"}, "WARNING: free nf_conntrack < 145 | " + free, 1);
    expect({"-w", "144", "--max-drops", "0"}, "OK: " + free, 0);
    // Without a limit of its own each run would be the first one, and OK.
    expect({"--max-drops", "0"}, "UNKNOWN: " + free, 3);
}

TEST_F(ConntrackFree, IsUnknownWithoutAnyLimit) {
    expect({}, "UNKNOWN: -w, -c or --max-drops is required (see --help)", 3);
    expect({"--missing", "ok"}, "UNKNOWN: -w, -c or --max-drops is required (see --help)", 3);
}

TEST_F(ConntrackFree, TakesNoShareOfMoreThanAll) {
    expect({"-w", "100%"}, "WARNING: free nf_conntrack < 100% | free:144 max:262144 count:262000",
           1);
    expect({"-w", "120%"},
           "UNKNOWN: -w,--warning: '120%' is more than 100%, which is all there is (see --help)",
           3);
}

TEST_F(ConntrackFree, NamesAWrongLimit) {
    for (const std::string wrong : {"abc", "", "-1", "1e999", "nan", "inf", "5x", "%", "5 %"}) {
        const auto result = check({"-w", wrong});
        EXPECT_EQ(result.exit_code, 3) << wrong;
        EXPECT_TRUE(result.output.starts_with("UNKNOWN: -w,--warning: '" + wrong + "' "))
            << result.output;
    }
}

}  // namespace
}  // namespace monitoring
