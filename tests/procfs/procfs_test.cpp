#include "common/procfs/procfs.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "common/procfs/mountinfo.hpp"
#include "common/text/error.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
namespace fs = std::filesystem;

namespace {

/// A /proc of the test's own.
class ProcFsTest : public ToolTest {
protected:
    ProcFsTest() { setenv("HOST_PROC", proc().c_str(), 1); }
    ~ProcFsTest() override { unsetenv("HOST_PROC"); }

    void write_process(const std::string& pid, const std::string& name, char state) const {
        write_proc(pid + "/stat", pid + " (" + name + ") " + state + " 1 1 1 0 -1\n");
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (proc() / name).string();
    }
};

/// What the Error says that a reader throws; "" when it throws none.
template <typename Read>
std::string error_of(Read read) {
    try {
        static_cast<void>(read(ProcFs()));
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_F(ProcFsTest, StandsBelowHostProc) {
    EXPECT_EQ(ProcFs().path("uptime"), path("uptime"));
    setenv("HOST_PROC", "", 1);
    EXPECT_EQ(ProcFs().path("uptime"), "/proc/uptime");
    unsetenv("HOST_PROC");
    EXPECT_EQ(ProcFs().path("uptime"), "/proc/uptime");
}

TEST_F(ProcFsTest, ReadsItsFiles) {
    write_proc("uptime", "12.50 1.00\n");
    write_proc("loadavg", "0.5 1.5 2.5 1/2 3\n");
    write_proc("stat", "cpu  1 2 3 4\ncpu0 1 2 3 4\n");
    write_proc("meminfo", "MemFree: 1 kB\n");
    write_proc("pressure/io", "some avg10=0 avg60=7.5 avg300=0 total=0\n");
    write_proc("net/netstat", "TcpExt: ListenOverflows ListenDrops\nTcpExt: 1 2\n");
    const ProcFs proc_fs;
    EXPECT_EQ(proc_fs.uptime().count(), 12.5);
    EXPECT_EQ(proc_fs.loadavg().five, 1.5);
    EXPECT_EQ(proc_fs.stat().processors, 1U);
    EXPECT_EQ(proc_fs.meminfo().free, 1024U);
    EXPECT_EQ(proc_fs.pressure("io").some, 7.5);
    EXPECT_EQ(proc_fs.netstat().drops, 2U);
}

TEST_F(ProcFsTest, PrefersTheNetworkOfTheHost) {
    write_proc("net/netstat", "TcpExt: ListenOverflows ListenDrops\nTcpExt: 1 2\n");
    write_proc("1/net/netstat", "TcpExt: ListenOverflows ListenDrops\nTcpExt: 1 3\n");
    EXPECT_EQ(ProcFs().netstat().drops, 3U);
}

TEST_F(ProcFsTest, NamesTheFileThatIsMissing) {
    const auto missing = [this](const std::string& name) {
        return "cannot open " + path(name) + ": No such file or directory";
    };
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.uptime(); }), missing("uptime"));
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.loadavg(); }), missing("loadavg"));
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.stat(); }), missing("stat"));
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.meminfo(); }), missing("meminfo"));
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.netstat(); }), missing("net/netstat"));
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.mounts(); }), missing("self/mountinfo"));
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.pressure("cpu"); }), missing("pressure/cpu"));
}

TEST_F(ProcFsTest, NamesTheFileThatIsNotAsItShouldBe) {
    write_proc("uptime", "");
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.uptime(); }),
              "cannot understand " + path("uptime") + ": it is empty");
    write_proc("stat", "hello\n");
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.stat(); }),
              "cannot understand " + path("stat") + ": the first line is not that of all CPUs");
    fs::create_directory(proc() / "loadavg");
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.loadavg(); }),
              "cannot read " + path("loadavg") + ": Is a directory");
}

TEST_F(ProcFsTest, ReadsNoMoreThanAFileOfTheKernelHolds) {
    write_proc("uptime", "1.00 1.00" + std::string(5000, ' ') + "\n");
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.uptime(); }),
              "cannot read " + path("uptime") + ": larger than 4096 bytes");
    write_proc("meminfo", std::string((std::size_t{16} << 20U) + 1, '\n'));
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.meminfo(); }),
              "cannot read " + path("meminfo") + ": larger than 16777216 bytes");
}

TEST_F(ProcFsTest, GivesTheMountsThatCanBeReached) {
    write_proc("self/mountinfo",
               "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 8:2 / /srv/a rw - ext4 /dev/sdb1 rw\n"
               "24 22 8:3 / /srv rw - xfs /dev/sdc1 rw\n");
    const auto mounts = ProcFs().mounts();
    ASSERT_EQ(mounts.size(), 2U);
    EXPECT_EQ(mounts[0].path, "/");
    EXPECT_EQ(mounts[1].path, "/srv");
}

TEST_F(ProcFsTest, CountsProcessesByTheirState) {
    write_process("1", "init", 'S');
    write_process("2", "a) S (b", 'R');
    write_process("3", "disk\nbound", 'D');
    write_process("4", "dead", 'Z');
    write_process("5", "running", 'R');
    const auto processes = ProcFs().processes();
    EXPECT_EQ(processes.all, 5U);
    EXPECT_EQ(processes.running, 2U);
    EXPECT_EQ(processes.blocked, 1U);
    EXPECT_EQ(processes.zombie, 1U);
    EXPECT_EQ(processes.unreadable, 0U);
}

TEST_F(ProcFsTest, DoesNotCountItself) {
    write_process("1", "init", 'S');
    write_process("77", "ourselves", 'R');
    fs::create_symlink("77", proc() / "self");
    const auto processes = ProcFs().processes();
    EXPECT_EQ(processes.all, 1U);
    EXPECT_EQ(processes.running, 0U);
}

TEST_F(ProcFsTest, CountsNothingButProcesses) {
    write_process("1", "init", 'S');
    write_process("1a", "not a number", 'R');
    write_process("-2", "not a number", 'R');
    write_proc("stat", "cpu  1 2 3 4\n");
    write_proc("99", "a file\n");
    EXPECT_EQ(ProcFs().processes().all, 1U);
}

TEST_F(ProcFsTest, SkipsAProcessThatHasVanished) {
    write_process("1", "init", 'S');
    fs::create_directory(proc() / "2");
    write_proc("3/stat", "");
    EXPECT_EQ(ProcFs().processes().all, 1U);
}

TEST_F(ProcFsTest, NamesARootThatIsMissing) {
    setenv("HOST_PROC", "/nonexistent", 1);
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.processes(); }),
              "cannot open /nonexistent: No such file or directory");
    EXPECT_EQ(error_of([](const ProcFs& p) { return p.conntrack(); }),
              "cannot open /nonexistent: No such file or directory");
}

TEST_F(ProcFsTest, ReadsTheProcessesOfThisHost) {
    unsetenv("HOST_PROC");
    const auto processes = ProcFs().processes();
    EXPECT_GE(processes.all, 1U);
    EXPECT_LE(processes.running + processes.blocked + processes.zombie, processes.all);
}

TEST_F(ProcFsTest, ReadsTheNameOfTheBoot) {
    EXPECT_EQ(ProcFs().boot_id(), "");
    write_proc("sys/kernel/random/boot_id", "b00d-1\n");
    EXPECT_EQ(ProcFs().boot_id(), "b00d-1");
    write_proc("sys/kernel/random/boot_id", "");
    EXPECT_EQ(ProcFs().boot_id(), "");
}
