#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

// Real mounts are in tests/e2e. Here the list of mounts is ours, and the paths are directories.
class Inode : public ToolTest {
protected:
    ToolResult check(const std::vector<std::string>& arguments) const {
        return run("check-inode", arguments);
    }
    void expect(const std::vector<std::string>& arguments, const std::string& line,
                int exit_code) const {
        expect_line("check-inode", arguments, line, exit_code);
    }
    void mount(const std::string& lines) const { write_proc("self/mountinfo", lines); }

    /// The percentage of the file system that holds the directory of this test.
    static std::uint64_t used_percentage(const std::string& path) {
        struct statvfs status {};
        EXPECT_EQ(statvfs(path.c_str(), &status), 0);
        EXPECT_GT(status.f_files, 0U) << "needs a temporary directory on a file system with inodes";
        return (100 * (status.f_files - status.f_ffree) + status.f_files - 1) / status.f_files;
    }
};

TEST_F(Inode, ListsEachFileSystemOnceInTheOrderOfTheMounts) {
    const auto path = directory().string();
    const auto used = used_percentage(path);
    mount(
        fmt::format("1 0 8:1 / {0} rw - ext4 /dev/a rw\n"
                    "2 1 8:2 / {0}/proc rw shared:1 - xfs /dev/b rw\n"
                    "3 1 8:1 /sub {0}/work rw - ext4 /dev/a rw\n",
                    path));
    expect({"-c", "100"}, fmt::format("OK: {0}:{1}%, {0}/proc:{1}%", path, used), 0);
}

TEST_F(Inode, DoesNotTouchPseudoAndRemoteFileSystemsAndImages) {
    const auto path = directory().string();
    const auto used = used_percentage(path);
    std::string lines = fmt::format("1 0 8:1 / {} rw - ext4 /dev/a rw\n", path);
    int id = 2;
    for (const char* type : {"autofs", "proc", "nfs", "nfs4", "cifs", "smb3", "ceph", "glusterfs",
                             "9p", "fuse.sshfs", "squashfs", "iso9660", "erofs", "cramfs"}) {
        lines += fmt::format("{0} 1 0:{0} / {1}/work rw - {2} x rw\n", id, path, type);
        ++id;
    }
    mount(lines);
    expect({"-c", "100"}, fmt::format("OK: {}:{}%", path, used), 0);
}

TEST_F(Inode, SelectsByTypeAndPath) {
    const auto path = directory().string();
    const auto used = used_percentage(path);
    mount(
        fmt::format("1 0 8:1 / {0} rw - ext4 /dev/a rw\n"
                    "2 1 8:2 / {0}/proc rw - xfs /dev/b rw\n"
                    "3 1 0:9 / {0}/work rw - nfs host:/x rw\n",
                    path));
    expect({"-c", "100", "--type", "xfs"}, fmt::format("OK: {}/proc:{}%", path, used), 0);
    expect({"-c", "100", "--exclude-type", "ext4,tmpfs"},
           fmt::format("OK: {}/proc:{}%", path, used), 0);
    expect({"-c", "100", "--exclude-path", "/pr.c$"}, fmt::format("OK: {}:{}%", path, used), 0);
    expect({"-c", "100", "--remote"},
           fmt::format("OK: {0}:{1}%, {0}/proc:{1}%, {0}/work:{1}%", path, used), 0);
    expect({"-c", "100", "--type", "nfs"}, fmt::format("OK: {}/work:{}%", path, used), 0);
    expect({"-c", "100", "--type", "zfs"}, "UNKNOWN: no file system with inodes to judge", 3);
}

TEST_F(Inode, AlertsAtTheLimitAndNotBelow) {
    const auto path = directory().string();
    const auto used = used_percentage(path);
    mount(fmt::format("1 0 8:1 / {} rw - ext4 /dev/a rw\n", path));
    const auto state = fmt::format("{}:{}%", path, used);
    expect({"-w", fmt::format("{}.5", used)}, "OK: " + state, 0);
    for (const std::string sign : {"", "%"}) {
        expect({"-w", fmt::format("{}{}", used, sign), "-c", "100"},
               fmt::format("WARNING: used inode more than {1}% on volume {0} ({1}%) | {2}", path,
                           used, state),
               1);
    }
    expect(
        {"-w", "0", "-c", "0"},
        fmt::format("CRITICAL: used inode more than 0% on volume {} ({}%) | {}", path, used, state),
        2);
    const auto result = check({"--free-critical", "1e18"});
    EXPECT_TRUE(result.output.starts_with("CRITICAL: free inodes less than 1e18 on volume " + path))
        << result.output;
}

TEST_F(Inode, DecodesAndEscapesThePathOfAMount) {
    const auto path = directory() / "sp ace\nnl";
    std::filesystem::create_directory(path);
    mount(
        fmt::format("1 0 8:1 / {}/sp\\040ace\\012nl rw - ext4 /dev/a rw\n", directory().string()));
    expect(
        {"-c", "100"},
        fmt::format("OK: {}/sp ace\\nnl:{}%", directory().string(), used_percentage(path.string())),
        0);
}

TEST_F(Inode, LeavesOutAMountThatIsGone) {
    const auto path = directory().string();
    mount(
        fmt::format("1 0 8:1 / {0} rw - ext4 /dev/a rw\n"
                    "2 1 8:2 / {0}/gone rw - ext4 /dev/b rw\n",
                    path));
    expect({"-c", "100"}, fmt::format("OK: {}:{}%", path, used_percentage(path)), 0);
}

TEST_F(Inode, ReachesAFileSystemByAnyOfItsMounts) {
    const auto path = directory().string();
    const auto used = used_percentage(path);
    mount(
        fmt::format("1 0 8:1 / {0}/gone rw - ext4 /dev/a rw\n"
                    "2 1 8:2 / {0}/proc rw - xfs /dev/b rw\n"
                    "3 1 8:1 / {0}/gone/too rw - ext4 /dev/a rw\n"
                    "4 1 8:1 / {0}/work rw - ext4 /dev/a rw\n",
                    path));
    const auto state = fmt::format("{0}/work:{1}%, {0}/proc:{1}%", path, used);
    expect({"-c", "100"}, "OK: " + state, 0);
    expect({"-c", "100", "--exclude-path", "/gone"},
           fmt::format("OK: {0}/proc:{1}%, {0}/work:{1}%", path, used), 0);
}

TEST_F(Inode, NamesAPathByItsMountPoint) {
    const auto path = directory().string();
    const auto used = used_percentage(path);
    struct stat status {};
    ASSERT_EQ(stat(path.c_str(), &status), 0);
    mount(fmt::format("1 0 {}:{} / {} rw - nfs /dev/a rw\n", major(status.st_dev),
                      minor(status.st_dev), path));
    expect({"-c", "100", "-p", path + "/work", "-p", path + "/proc"},
           fmt::format("OK: {}:{}%", path, used), 0);
    expect({"-c", "100", "-p", path + "/gone", "-p", path},
           fmt::format("UNKNOWN: cannot judge {0}/gone: No such file or directory | {0}:{1}%", path,
                       used),
           3);
    expect({"-c", "100", "-p", ""}, "UNKNOWN: -p,--path: '' is empty (see --help)", 3);
}

TEST_F(Inode, SaysWhatCannotBeReachedWithoutAlerting) {
    const auto path = directory().string();
    std::filesystem::create_directories(directory() / "closed/mount");
    mount(
        fmt::format("1 0 8:1 / {0} rw - ext4 /dev/a rw\n"
                    "2 1 8:2 / {0}/closed/mount rw - ext4 /dev/b rw\n",
                    path));
    const auto used = used_percentage(path);
    // Root may go anywhere: only as another user the directory is closed.
    std::filesystem::permissions(directory(), std::filesystem::perms(0755));
    std::filesystem::permissions(directory() / "closed", std::filesystem::perms(0000));
    const std::string as_user =
        geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
    const auto result = shell(as_user + "$BIN/check-inode -c 100");
    EXPECT_EQ(result.output,
              fmt::format("OK: {0}:{1}% (no access to {0}/closed/mount)\n", path, used));
    EXPECT_EQ(result.exit_code, 0);
    const auto nothing = shell(as_user + "$BIN/check-inode -c 100 -p " + path + "/closed/mount");
    EXPECT_EQ(nothing.output,
              fmt::format("UNKNOWN: no file system with inodes to judge (no access to "
                          "{}/closed/mount)\n",
                          path));
    EXPECT_EQ(nothing.exit_code, 3);
    std::filesystem::permissions(directory() / "closed", std::filesystem::perms(0700));
}

TEST_F(Inode, IsUnknownWhenTheListOfMountsIsMissingOrTorn) {
    const auto path = proc().string() + "/self/mountinfo";
    expect({"-c", "1"}, "UNKNOWN: cannot open " + path + ": No such file or directory", 3);
    mount("");
    expect({"-c", "1"}, "UNKNOWN: cannot understand " + path + ": it is empty", 3);
    mount("1 0 8:1 / / rw - ext4 /dev/a rw\n2 1 8:2 / /va");
    expect({"-c", "1"}, "UNKNOWN: cannot understand " + path + ": '2 1 8:2 / /va' is not a mount",
           3);
}

TEST_F(Inode, NamesAMistake) {
    expect({}, "UNKNOWN: -w, -c, --free-warning or --free-critical is required (see --help)", 3);
    expect({"-w", "90", "--remote=no"},
           "UNKNOWN: --remote: takes no value, as in '--remote=no' (see --help)", 3);
    expect({"-w", "90", "--remote="},
           "UNKNOWN: --remote: takes no value, as in '--remote=' (see --help)", 3);
    expect({"-w", "90", ""}, "UNKNOWN: The following argument was not expected: '' (see --help)",
           3);
    expect(
        {"-w", "90", "--exclude-path", "("},
        "UNKNOWN: --exclude-path: '(' is not a regular expression: ( without ), write \\( for the "
        "character (see --help)",
        3);
    expect({"-w", "abc"}, "UNKNOWN: -w,--warning: 'abc' is not a percentage (see --help)", 3);
}

}  // namespace
}  // namespace monitoring
