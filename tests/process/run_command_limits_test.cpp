// What run_command() needs of the system, and that it gives all of it back.

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "common/process/run_command.hpp"
#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
namespace fs = std::filesystem;

namespace {

/// What another process says of running a program, once it has prepared itself. Its descriptors
/// are 0 to 3.
template <typename Prepare>
std::string say_of_running(Prepare prepare) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t process = fork();
    if (process == 0) {
        dup2(ends[1], 3);
        closefrom(4);
        std::string said = "it runs";
        try {
            if (prepare()) {
                static_cast<void>(run_command({"true"}, {.max_kept = 0}));
            } else {
                said = "it cannot prepare itself";
            }
        } catch (const Error& error) {
            said = error.what();
        }
        _exit(write(3, said.data(), said.size()) < 0 ? 1 : 0);
    }
    close(ends[1]);
    const UniqueFd output(ends[0]);
    auto said = read_all(output.get(), "pipe", 1000);
    waitpid(process, nullptr, 0);
    return said;
}

bool limit(__rlimit_resource resource, rlim_t most) {
    const rlimit limits{.rlim_cur = most, .rlim_max = most};
    return setrlimit(resource, &limits) == 0;
}

}  // namespace

TEST(RunCommandLimits, AreSixDescriptors) {
    const auto with = [](rlim_t free) {
        return say_of_running([free] { return limit(RLIMIT_NOFILE, 4 + free); });
    };
    const std::string full = ": Too many open files";
    EXPECT_EQ(with(0), "cannot wait for signals" + full);
    EXPECT_EQ(with(1), "cannot open /dev/null" + full);
    for (const rlim_t free : {2U, 3U, 4U, 5U}) EXPECT_EQ(with(free), "cannot make a pipe" + full);
    EXPECT_EQ(with(6), "it runs");
}

TEST(RunCommandLimits, AreAProcess) {
    if (lacks(geteuid() == 0, "root to become nobody")) return;
    EXPECT_EQ(say_of_running([] {
                  // Root's number of processes has no limit.
                  return setresuid(65534, 65534, 65534) == 0 && limit(RLIMIT_NPROC, 0);
              }),
              "cannot start a process: Resource temporarily unavailable");
}

TEST(RunCommandLimits, AreGivenBack) {
    const auto descriptors = [] {
        const fs::directory_iterator open("/proc/self/fd");
        return std::distance(begin(open), end(open));
    };
    const auto before = descriptors();
    for (const std::vector<std::string>& command : {std::vector<std::string>{"true"},
                                                    {"no-such-program"},
                                                    {"sh", "-c", "kill $PPID; exec sleep 60"}}) {
        static_cast<void>(run_command(command, {.max_kept = 0}));
    }
    EXPECT_EQ(descriptors(), before);
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
}
