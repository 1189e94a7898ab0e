// Where other users may put a directory of theirs in the place of ours.

#include "common/runtime/safe_directory.hpp"

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "support/run_tool.hpp"

using namespace monitoring;
namespace fs = std::filesystem;

namespace {

/// The directory of each test is one of mode 0700 in /tmp, which is sticky.
class SafeDirectory : public ToolTest {
protected:
    [[nodiscard]] std::string make(const std::string& name, mode_t mode = 0755) const {
        const auto path = (directory() / name).string();
        fs::create_directories(path);
        EXPECT_EQ(chmod(path.c_str(), mode), 0);
        return path;
    }
};

}  // namespace

TEST_F(SafeDirectory, IsOneThatNobodyElseMayWrite) {
    for (const mode_t mode : {0700U, 0755U, 0555U, 0711U}) {
        EXPECT_EQ(find_unsafe_place(make("a", mode)), "") << std::oct << mode;
    }
    EXPECT_EQ(find_unsafe_place("/var/tmp"), "");
    EXPECT_EQ(find_unsafe_place("/tmp"), "");
    EXPECT_EQ(find_unsafe_place("/"), "");
}

TEST_F(SafeDirectory, IsNotOneThatTheGroupOrOthersMayWriteUnlessItIsSticky) {
    for (const mode_t mode : {0777U, 0775U, 0770U, 0757U, 0702U, 0720U, 02775U}) {
        const auto path = make("a", mode);
        EXPECT_EQ(find_unsafe_place(path), path) << std::oct << mode;
    }
    for (const mode_t mode : {01777U, 01775U, 01770U}) {
        EXPECT_EQ(find_unsafe_place(make("a", mode)), "") << std::oct << mode;
    }
}

TEST_F(SafeDirectory, IsNotBelowOneThatIsNot) {
    const auto outer = make("outer", 0777);
    const auto inner = make("outer/middle/inner");
    EXPECT_EQ(find_unsafe_place(inner), outer);
    EXPECT_EQ(find_unsafe_place(inner + "/none"), outer);
    EXPECT_EQ(chmod(outer.c_str(), 01777), 0);
    EXPECT_EQ(find_unsafe_place(inner), "");
}

TEST_F(SafeDirectory, IsReachedThroughLinksOfOurs) {
    const auto open = make("open", 0777);
    const auto closed = make("closed/one");
    fs::create_directory_symlink(closed, directory() / "to-closed");
    fs::create_directory_symlink("open", directory() / "to-open");
    fs::create_directory_symlink("../to-open", directory() / "closed/to-open");
    EXPECT_EQ(find_unsafe_place(directory() / "to-closed"), "");
    EXPECT_EQ(find_unsafe_place(directory() / "to-open"), open);
    EXPECT_EQ(find_unsafe_place(directory() / "to-closed/../to-open/."), open);
    EXPECT_EQ(find_unsafe_place(directory() / "open/../closed//one/"), open);
    EXPECT_EQ(find_unsafe_place(directory() / "to-closed/../one"), "");
}

TEST_F(SafeDirectory, IsNotReachedThroughALinkOfAnotherUser) {
    if (lacks(geteuid() == 0, "root to give a link away")) return;
    const auto closed = make("closed");
    const auto link = make("sticky", 01777) + "/link";
    fs::create_directory_symlink(closed, link);
    EXPECT_EQ(find_unsafe_place(link), "");
    ASSERT_EQ(lchown(link.c_str(), 1234, 1234), 0);
    EXPECT_EQ(find_unsafe_place(link), link);
    EXPECT_EQ(find_unsafe_place(link + "/below"), link);
}

TEST_F(SafeDirectory, IsNotThatOfAnotherUser) {
    if (lacks(geteuid() == 0, "root to give a directory away")) return;
    const auto theirs = make("theirs", 0755);
    const auto ours = make("theirs/ours");
    // The second one is what a user namespace shows of users that it does not know.
    for (const uid_t user : {1234U, 65534U}) {
        ASSERT_EQ(chown(theirs.c_str(), user, 0), 0);
        EXPECT_EQ(find_unsafe_place(theirs), theirs);
        EXPECT_EQ(find_unsafe_place(ours), theirs);
        ASSERT_EQ(chmod(theirs.c_str(), 01777), 0);
        EXPECT_EQ(find_unsafe_place(ours), theirs) << "who owns it may rename all in it";
    }
}

TEST_F(SafeDirectory, IsNotOneThatAnAccessControlListOpens) {
    const auto path = make("a", 0700);
    // Version 2; then tag, permissions and number of: the owner, user 1234, group, mask, others.
    const std::string list(
        "\x02\0\0\0"
        "\x01\0\x07\0\xff\xff\xff\xff"
        "\x02\0\x07\0\xd2\x04\0\0"
        "\x04\0\0\0\xff\xff\xff\xff"
        "\x10\0\x07\0\xff\xff\xff\xff"
        "\x20\0\0\0\xff\xff\xff\xff",
        44);
    const int error =
        setxattr(path.c_str(), "system.posix_acl_access", list.data(), list.size(), 0);
    if (lacks(error == 0, "access control lists below /tmp")) return;
    EXPECT_EQ(find_unsafe_place(path), path);
}

TEST_F(SafeDirectory, MayBeNamedFromWhereWeAre) {
    const auto open = make("open", 0777);
    const auto here = fs::current_path();
    fs::current_path(make("closed/one"));
    EXPECT_EQ(find_unsafe_place("."), "");
    EXPECT_EQ(find_unsafe_place(".."), "");
    EXPECT_EQ(find_unsafe_place("../../open"), fs::canonical(open));
    EXPECT_EQ(find_unsafe_place("none"), "");
    fs::current_path(open);
    EXPECT_EQ(find_unsafe_place("none"), fs::canonical(open));
    fs::current_path(here);
}

TEST_F(SafeDirectory, IsForItsUserToJudgeWhereThereIsNone) {
    write_text(directory() / "file", "");
    fs::create_symlink("loop", directory() / "loop");
    EXPECT_EQ(find_unsafe_place(directory() / "none"), "");
    EXPECT_EQ(find_unsafe_place(directory() / "none/below"), "");
    EXPECT_EQ(find_unsafe_place(directory() / "file"), "");
    EXPECT_EQ(find_unsafe_place(directory() / "file/below"), "");
    EXPECT_EQ(find_unsafe_place(directory() / "loop"), "");
    EXPECT_EQ(find_unsafe_place("/" + std::string(5000, 'x')), "");
}
