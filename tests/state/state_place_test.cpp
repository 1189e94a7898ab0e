// In which directory the memory is kept.

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

#include "common/state/state_directory.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
namespace fs = std::filesystem;

namespace {

class StatePlaceTest : public ToolTest {
protected:
    StatePlaceTest() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~StatePlaceTest() override {
        unsetenv("MACKEREL_PLUGIN_WORKDIR");
        unsetenv("TMPDIR");
    }
};

}  // namespace

TEST_F(StatePlaceTest, IsInTheFirstDirectoryInWhichNobodyElseMayRenameIt) {
    const auto name = "/" + state_directory().filename().string();
    const auto work = (directory() / "work").string();
    const auto temporary = (directory() / "temporary").string();
    fs::create_directory(temporary);
    setenv("TMPDIR", temporary.c_str(), 1);
    EXPECT_EQ(find_state_place().directory, work + name);
    ASSERT_EQ(chmod(work.c_str(), 0777), 0);
    EXPECT_EQ(find_state_place().directory, temporary + name);
    setenv("TMPDIR", (directory() / "none").c_str(), 1);
    EXPECT_EQ(find_state_place().directory, directory().string() + "/none" + name)
        << "what does not exist is not passed over";
    setenv("TMPDIR", work.c_str(), 1);
    EXPECT_EQ(find_state_place().directory, "/var/tmp" + name);
    unsetenv("TMPDIR");
    EXPECT_EQ(find_state_place().directory, "/var/tmp" + name);
    ASSERT_EQ(chmod(work.c_str(), 01777), 0);
    EXPECT_EQ(find_state_place().directory, work + name);
    EXPECT_EQ(find_state_place().obstacle, "");
}
