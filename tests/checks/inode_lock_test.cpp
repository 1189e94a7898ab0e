// check-inode where its directory has no locks.

#include <fmt/format.h>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

class InodeLock : public ToolTest {};

TEST_F(InodeLock, AsksFileSystemsThatMayHangAlsoWithoutLocks) {
    const auto path = directory().string();
    write_proc("self/mountinfo", fmt::format("1 0 0:9 / {} rw - nfs host:/x rw\n", path));
    const std::vector<std::string> options = {"-c", "100", "--remote"};
    const auto with_locks = run("check-inode", options);
    ASSERT_EQ(with_locks.output.substr(0, 4 + path.size()), "OK: " + path);
    std::vector<std::string> words = {"ENOLCK", TOOLS_DIRECTORY "/check-inode"};
    words.insert(words.end(), options.begin(), options.end());
    const auto without = run(DENY_CALLS, words);
    EXPECT_EQ(without.output, with_locks.output);
    EXPECT_EQ(without.exit_code, 0);
}

}  // namespace
}  // namespace monitoring
