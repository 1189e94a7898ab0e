#include "common/mounts/path_in_root.hpp"

#include <errno.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace monitoring {
namespace {

namespace fs = std::filesystem;

class PathInRoot : public testing::Test {
protected:
    PathInRoot() {
        std::string name = fs::temp_directory_path() / "path-in-root-XXXXXX";
        root_ = mkdtemp(name.data());
        fs::create_directories(root_ + "/srv/mail");
        fs::create_directories(root_ + "/var");
        fs::create_symlink("/srv/mail", root_ + "/var/absolute");
        fs::create_symlink("../srv", root_ + "/var/relative");
        fs::create_symlink("../../../../../..", root_ + "/var/out");
        fs::create_symlink("loop", root_ + "/loop");
        fs::create_symlink("/nowhere", root_ + "/var/dangling");
        fs::create_symlink("/var/relative/mail/", root_ + "/var/chain");
    }
    ~PathInRoot() override { fs::remove_all(root_); }

    void expect(const std::string& path, const std::string& found) const {
        EXPECT_EQ(path_in_root(root_, path), root_ + found) << path;
    }
    void expect_none(const std::string& path, int error) const {
        EXPECT_EQ(path_in_root(root_, path), "") << path;
        EXPECT_EQ(errno, error) << path;
    }

    std::string root_;
};

TEST_F(PathInRoot, IsBelowTheRoot) {
    expect("/", "/");
    expect("", "/");
    expect("/srv/mail", "/srv/mail");
    expect("//srv/./mail/", "/srv/mail");
    expect("srv", "/srv");
}

TEST_F(PathInRoot, FollowsLinksAsWhoHasItForHisRoot) {
    expect("/var/absolute", "/srv/mail");
    expect("/var/relative", "/srv");
    expect("/var/relative/mail", "/srv/mail");
    expect("/var/chain", "/srv/mail");
}

TEST_F(PathInRoot, DoesNotLeadOut) {
    expect("/..", "/");
    expect("/../../srv/../srv", "/srv");
    expect("/var/out", "/");
    expect("/var/out/srv", "/srv");
}

TEST_F(PathInRoot, IsEmptyWhereNothingIs) {
    expect_none("/missing", ENOENT);
    expect_none("/var/dangling", ENOENT);
    expect_none("/loop", ELOOP);
    expect_none("/missing/..", ENOENT);
}

}  // namespace
}  // namespace monitoring
