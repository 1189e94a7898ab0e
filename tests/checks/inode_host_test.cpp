#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

// check-inode in a container: $HOST_PROC has the mounts of a host whose / is at $HOST_ROOT. Real
// containers are in tests/e2e.
class InodeHost : public ToolTest {
protected:
    InodeHost() : used_(used_percentage()) {}

    [[nodiscard]] std::string root() const { return (directory() / "root").string(); }

    /// Below /proc/PROCESS, for instance "1".
    void mount(const std::string& process, const std::string& lines) const {
        write_proc(process + "/mountinfo", lines);
    }
    void make(const std::string& path) const { std::filesystem::create_directories(root() + path); }
    /// The number of the device that the temporary directory is on.
    [[nodiscard]] std::string device() const {
        struct stat status {};
        EXPECT_EQ(stat(directory().c_str(), &status), 0);
        return fmt::format("{}:{}", major(status.st_dev), minor(status.st_dev));
    }
    void expect(const std::string& arguments, const std::string& line, int exit_code,
                const std::string& environment) const {
        const auto result = shell(environment + " $BIN/check-inode -c 100 " + arguments);
        EXPECT_EQ(result.output, line + "\n");
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(result.exit_code, exit_code);
    }
    void expect_below_root(const std::string& arguments, const std::string& line,
                           int exit_code) const {
        expect(arguments, line, exit_code, "HOST_ROOT=" + root());
    }

    std::uint64_t used_;

private:
    [[nodiscard]] std::uint64_t used_percentage() const {
        struct statvfs status {};
        EXPECT_EQ(statvfs(directory().c_str(), &status), 0);
        return (100 * (status.f_files - status.f_ffree) + status.f_files - 1) / status.f_files;
    }
};

TEST_F(InodeHost, ShowsThePathsOfTheHost) {
    make("/data");
    mount("self", "1 0 8:9 / / rw - ext4 /dev/own rw\n");
    mount("1", "1 0 8:1 / / rw - ext4 /dev/a rw\n2 1 8:2 / /data rw - xfs /dev/b rw\n");
    expect_below_root("", fmt::format("OK: /:{0}%, /data:{0}%", used_), 0);
    expect_below_root("-p /data", fmt::format("OK: /data:{}%", used_), 0);
    expect_below_root("--exclude-path '^/data$'", fmt::format("OK: /:{}%", used_), 0);
    expect("", fmt::format("OK: /:{0}%, /data:{0}%", used_), 0, "HOST_ROOT=" + root() + "//");
}

TEST_F(InodeHost, WantsToKnowWhereTheHostIs) {
    mount("self", "1 0 8:9 / / rw - ext4 /dev/own rw\n");
    mount("1", "1 0 8:1 / / rw - ext4 /dev/a rw\n");
    const auto why = fmt::format(
        "UNKNOWN: the mounts in {}/1/mountinfo are those of another mount namespace: set HOST_ROOT "
        "to the directory where the host's / is mounted",
        proc().string());
    for (const std::string environment : {"", "HOST_ROOT= "}) {
        expect("", why, 3, environment);
        expect("-p /", why, 3, environment);
    }
}

TEST_F(InodeHost, NeedsNoRootForItsOwnMounts) {
    const auto copied = shell(
        "mkdir -p $HOST_PROC/1 && cat /proc/self/mountinfo > "
        "$HOST_PROC/1/mountinfo");
    ASSERT_EQ(copied.exit_code, 0) << copied.errors;
    expect("-p " + directory().string() + " | cut -d: -f1", "OK", 0, "");
}

TEST_F(InodeHost, TakesItsOwnMountsWhereThereIsNoFirstProcess) {
    make("/");
    mount("self", "1 0 8:1 / / rw - ext4 /dev/a rw\n");
    expect_below_root("", fmt::format("OK: /:{}%", used_), 0);
}

TEST_F(InodeHost, JudgesNothingInPlaceOfWhatItCannotSee) {
    make("/data");
    make("/elsewhere");
    // What is mounted at /data on the host is not mounted below the root: its / answers there.
    const auto hidden = fmt::format(
        "1 0 {} / / rw - ext4 /dev/a rw\n2 1 8:200 / /data rw - xfs /dev/b rw\n", device());
    mount("1", hidden + "3 1 8:201 / /gone rw - xfs /dev/c rw\n");
    expect_below_root(
        "", fmt::format("OK: /:{}% (not visible below {}: /data, /gone)", used_, root()), 0);
    expect_below_root("--type xfs",
                      fmt::format("UNKNOWN: no file system with inodes to judge (not visible below "
                                  "{}: /data, /gone)",
                                  root()),
                      3);
    expect_below_root(
        "-p /data", fmt::format("UNKNOWN: cannot judge /data: it is not visible below {}", root()),
        3);
    expect_below_root("-p /elsewhere", fmt::format("OK: /:{}%", used_), 0);
}

TEST_F(InodeHost, FollowsNoLinkOutOfTheHost) {
    make("/srv/mail");
    make("/var");
    std::filesystem::create_symlink("/srv/mail", root() + "/var/mail");
    std::filesystem::create_symlink("/proc", root() + "/var/out");
    mount("1", "1 0 8:1 / / rw - ext4 /dev/a rw\n");
    expect_below_root("-p /var/mail", fmt::format("OK: /:{}%", used_), 0);
    expect_below_root("-p /var/out", "UNKNOWN: cannot judge /var/out: No such file or directory",
                      3);
    expect_below_root("-p /var/../../../var/mail", fmt::format("OK: /:{}%", used_), 0);
}

TEST_F(InodeHost, IsUnknownWhenTheMountsOfTheHostCannotBeRead) {
    mount("1", "1 0 8:1 / / rw - ext4\n");
    const auto result = shell("HOST_ROOT=/ $BIN/check-inode -c 90");
    EXPECT_TRUE(result.output.starts_with("UNKNOWN: cannot understand " + proc().string() +
                                          "/1/mountinfo: "))
        << result.output;
    EXPECT_EQ(result.exit_code, 3);
}

}  // namespace
}  // namespace monitoring
