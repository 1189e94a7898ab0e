#include "common/procfs/mountinfo.hpp"

#include <gtest/gtest.h>
#include <sys/sysmacros.h>

#include <string>
#include <vector>

#include "common/text/error.hpp"

using namespace monitoring;
using Paths = std::vector<std::string>;

/// A mount with the fields that reachability depends on.
static Mount mount(std::uint64_t id, std::uint64_t parent, const std::string& path) {
    return {.id = id,
            .parent = parent,
            .device = makedev(0, static_cast<unsigned>(id)),
            .path = path,
            .type = "ext4"};
}

/// "ID PATH" of those that can be reached.
static Paths reachable(const std::vector<Mount>& mounts) {
    Paths result;
    for (const auto& found : reachable_mounts(mounts)) {
        result.push_back(std::to_string(found.id) + " " + found.path);
    }
    return result;
}

TEST(ParseMountinfo, ReadsEachField) {
    const auto mounts = parse_mountinfo(
        "22 1 253:17 / / rw,relatime shared:1 - ext4 /dev/vda1 rw\n"
        "36 22 0:32 /sub /mnt/data ro - fuse.sshfs host:/x ro,user_id=0\n");
    ASSERT_EQ(mounts.size(), 2U);
    EXPECT_EQ(mounts[0].id, 22U);
    EXPECT_EQ(mounts[0].parent, 1U);
    EXPECT_EQ(mounts[0].device, makedev(253, 17));
    EXPECT_EQ(mounts[0].path, "/");
    EXPECT_EQ(mounts[0].type, "ext4");
    EXPECT_EQ(mounts[1].id, 36U);
    EXPECT_EQ(mounts[1].parent, 22U);
    EXPECT_EQ(mounts[1].device, makedev(0, 32));
    EXPECT_EQ(mounts[1].path, "/mnt/data");
    EXPECT_EQ(mounts[1].type, "fuse.sshfs");
}

TEST(ParseMountinfo, SkipsAnyNumberOfOptionalFields) {
    for (const std::string tags : {"", "shared:1 ", "shared:1 master:2 ",
                                   "shared:1 master:2 propagate_from:3 unbindable "}) {
        const auto mounts = parse_mountinfo("22 1 8:1 / /a rw " + tags + "- xfs /dev/sda1 rw\n");
        ASSERT_EQ(mounts.size(), 1U) << tags;
        EXPECT_EQ(mounts[0].type, "xfs") << tags;
    }
}

TEST(ParseMountinfo, TakesAnEmptySource) {
    const auto mounts = parse_mountinfo("22 1 0:5 / /a rw - tmpfs  rw\n");
    ASSERT_EQ(mounts.size(), 1U);
    EXPECT_EQ(mounts[0].type, "tmpfs");
}

TEST(ParseMountinfo, DecodesOctalEscapes) {
    const auto path_of = [](const std::string& path) {
        return parse_mountinfo("22 1 8:1 / " + path + " rw - ext4 /dev/sda1 rw\n").at(0).path;
    };
    EXPECT_EQ(path_of("/a\\040b"), "/a b");
    EXPECT_EQ(path_of("/\\011\\012\\134x"), "/\t\n\\x");
    EXPECT_EQ(path_of("/\\134040"), "/\\040") << "decoded twice";
    EXPECT_EQ(path_of("/end\\040"), "/end ");
    EXPECT_EQ(path_of("/\\351"), "/\xe9");
    EXPECT_EQ(path_of("/a\\04"), "/a\\04") << "cut short";
    EXPECT_EQ(path_of("/a\\"), "/a\\");
    EXPECT_EQ(path_of("/a\\09x"), "/a\\09x") << "not octal";
}

TEST(ParseMountinfo, IsEmptyForNoLines) { EXPECT_TRUE(parse_mountinfo("").empty()); }

TEST(ParseMountinfo, ThrowsForALineThatIsTorn) {
    const std::string good = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n";
    const std::string line = "36 22 8:2 / /var rw shared:1 - ext4 /dev/sda2 rw";
    EXPECT_EQ(parse_mountinfo(good + line + "\n").size(), 2U);
    // Up to the last blank something is missing; behind it stand options that nobody looks at.
    for (std::size_t size = 1; size <= line.rfind(' '); ++size) {
        const auto torn = good + line.substr(0, size);
        EXPECT_THROW(static_cast<void>(parse_mountinfo(torn)), Error) << line.substr(0, size);
    }
}

TEST(ParseMountinfo, ThrowsForWhatIsNotANumber) {
    for (const std::string start :
         {"x 1 8:1", "22 x 8:1", "22 1 8", "22 1 8:", "22 1 :1", "22 1 a:b", "-2 1 8:1",
          "22 1 8:1x", "22  8:1", "99999999999999999999 1 8:1"}) {
        const auto line = start + " / /a rw - ext4 /dev/sda1 rw\n";
        EXPECT_THROW(static_cast<void>(parse_mountinfo(line)), Error) << line;
    }
}

TEST(ParseMountinfo, ThrowsForAnythingElse) {
    for (const std::string line : {"x", "hello\n", "22 1 8:1 / relative rw - ext4 /dev/sda1 rw\n",
                                   "22 1 8:1 / /a rw shared:1 ext4 /dev/sda1 rw x\n",
                                   "22 1 8:1 / /a rw -  /dev/sda1 rw\n"}) {
        EXPECT_THROW(static_cast<void>(parse_mountinfo(line)), Error) << line;
    }
}

TEST(ReachableMounts, AreAllWhereNothingIsCovered) {
    EXPECT_EQ(reachable({mount(22, 1, "/"), mount(23, 22, "/home"), mount(24, 23, "/home/a"),
                         mount(25, 22, "/homes"), mount(26, 22, "/h")}),
              (Paths{"22 /", "23 /home", "24 /home/a", "25 /homes", "26 /h"}));
}

TEST(ReachableMounts, LeaveOutWhatIsMountedOver) {
    EXPECT_EQ(reachable({mount(22, 1, "/"), mount(23, 22, "/mnt"), mount(24, 23, "/mnt")}),
              (Paths{"22 /", "24 /mnt"}));
    EXPECT_EQ(reachable({mount(22, 1, "/"), mount(23, 22, "/mnt"), mount(24, 23, "/mnt"),
                         mount(25, 24, "/mnt")}),
              (Paths{"22 /", "25 /mnt"}));
}

TEST(ReachableMounts, LeaveOutTheChildrenOfWhatIsMountedOver) {
    EXPECT_EQ(reachable({mount(22, 1, "/"), mount(23, 22, "/mnt"), mount(24, 23, "/mnt/a"),
                         mount(25, 24, "/mnt/a/b"), mount(26, 23, "/mnt")}),
              (Paths{"22 /", "26 /mnt"}));
}

TEST(ReachableMounts, LeaveOutWhatALaterMountOnADirectoryAboveHides) {
    EXPECT_EQ(reachable({mount(22, 1, "/"), mount(23, 22, "/srv/data"),
                         mount(24, 23, "/srv/data/x"), mount(25, 22, "/srv")}),
              (Paths{"22 /", "25 /srv"}));
}

TEST(ReachableMounts, KeepTheChildrenOfTheLaterMount) {
    EXPECT_EQ(reachable({mount(22, 1, "/"), mount(23, 22, "/srv/data"), mount(25, 22, "/srv"),
                         mount(26, 25, "/srv/data"), mount(27, 26, "/srv/data/x")}),
              (Paths{"22 /", "25 /srv", "26 /srv/data", "27 /srv/data/x"}));
}

TEST(ReachableMounts, LeaveOutAllThatARootOnTopHides) {
    EXPECT_EQ(reachable({mount(22, 1, "/"), mount(23, 22, "/home"), mount(30, 22, "/"),
                         mount(31, 30, "/home")}),
              (Paths{"30 /", "31 /home"}));
}

TEST(ReachableMounts, DoNotDependOnTheOrderOfTheLines) {
    // After a mount was moved, or by switch_root, a child stands before its parent.
    EXPECT_EQ(reachable({mount(23, 27, "/proc"), mount(27, 1, "/")}), (Paths{"23 /proc", "27 /"}));
    EXPECT_EQ(reachable({mount(22, 1, "/"), mount(23, 24, "/x/b/a"), mount(24, 22, "/x/b"),
                         mount(25, 22, "/x")}),
              (Paths{"22 /", "25 /x"}));
}

TEST(ReachableMounts, TakeARootThatIsItsOwnParent) {
    // proc(5): the parent is "self for the root of this mount namespace's mount tree".
    EXPECT_EQ(reachable({mount(1, 1, "/"), mount(20, 1, "/data")}), (Paths{"1 /", "20 /data"}));
}

TEST(ReachableMounts, EndForAChainThatBitesItsTail) {
    EXPECT_LE(reachable({mount(5, 6, "/a"), mount(6, 5, "/b"), mount(7, 5, "/c")}).size(), 3U);
}

TEST(ReachableMounts, MayBeVeryMany) {
    std::vector<Mount> mounts = {mount(1, 0, "/")};
    for (std::uint64_t id = 2; id <= 20'000; ++id)
        mounts.push_back(mount(id, 1, "/" + std::to_string(id)));
    EXPECT_EQ(reachable_mounts(mounts).size(), 20'000U);
}
