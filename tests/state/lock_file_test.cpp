// A lock file by itself. How a tool takes that of its state is in state_lock_test.cpp.

#include "common/state/lock_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>

#include "support/run_tool.hpp"

using namespace monitoring;
using Wait = LockFile::Wait;
namespace fs = std::filesystem;

namespace {

class LockFileTest : public ToolTest {
protected:
    [[nodiscard]] LockFile lock() const { return {open_.get(), "x.lock", directory().string()}; }
    [[nodiscard]] fs::path path() const { return directory() / "x.lock"; }

private:
    UniqueFd open_{open(directory().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
};

}  // namespace

TEST_F(LockFileTest, MakesItsFileWhenItIsTaken) {
    auto lock_file = lock();
    EXPECT_FALSE(fs::exists(path()));
    EXPECT_FALSE(lock_file.is_taken());
    EXPECT_EQ(lock_file.descriptor(), -1);
    EXPECT_TRUE(lock_file.take(Wait::none));
    EXPECT_TRUE(lock_file.take(Wait::none)) << "it is ours already";
    EXPECT_TRUE(fs::is_empty(path()));
    EXPECT_EQ(fs::status(path()).permissions(), fs::perms(0600));
    EXPECT_GE(lock_file.descriptor(), 0);
    EXPECT_EQ(lock_file.failure(), "");
}

TEST_F(LockFileTest, IsBusyWhileAnotherHoldsIt) {
    auto second = lock();
    {
        auto first = lock();
        EXPECT_TRUE(first.take(Wait::none));
        EXPECT_FALSE(second.take(Wait::none));
        EXPECT_TRUE(second.is_busy());
        EXPECT_FALSE(second.is_taken());
        EXPECT_EQ(second.failure(), path().string() + ": another run holds it");
    }
    EXPECT_TRUE(second.take(Wait::none));
    EXPECT_FALSE(second.is_busy());
    EXPECT_EQ(second.failure(), "");
}

TEST_F(LockFileTest, RemovesNoFileThatAnotherHolds) {
    auto second = lock();
    {
        auto first = lock();
        EXPECT_TRUE(first.take(Wait::none));
        EXPECT_FALSE(second.take(Wait::none));
        second.remove();
        EXPECT_TRUE(fs::exists(path()));
        first.remove();
        EXPECT_FALSE(fs::exists(path()));
    }
    EXPECT_TRUE(second.take(Wait::none));
    EXPECT_TRUE(fs::exists(path())) << "a new one";
}

TEST_F(LockFileTest, TrustsNoFileThatItWouldNotHaveMade) {
    fs::create_symlink(directory() / "elsewhere", path());
    auto lock_file = lock();
    EXPECT_FALSE(lock_file.take(Wait::for_ever));
    EXPECT_EQ(lock_file.failure(), path().string() + ": Too many levels of symbolic links");
    EXPECT_FALSE(lock_file.is_busy());
    fs::remove(path());
    ASSERT_EQ(mkfifo(path().c_str(), 0600), 0);
    EXPECT_FALSE(lock_file.take(Wait::for_ever));
    EXPECT_EQ(lock_file.failure(), path().string() + " is not a file of ours");
    EXPECT_FALSE(lock_file.is_taken());
}

TEST_F(LockFileTest, IsNotTakenWhereThereIsNone) {
    LockFile none;
    EXPECT_FALSE(none.take(Wait::none));
    none.remove();
}
