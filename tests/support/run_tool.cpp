#include "support/run_tool.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace monitoring {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

ToolTest::ToolTest() {
    std::string name = (fs::temp_directory_path() / "tool-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    directory_ = name;
    fs::create_directories(directory_ / "proc");
    fs::create_directories(directory_ / "work");
    environment_ = {{"PATH", "/usr/sbin:/usr/bin:/sbin:/bin"},
                    {"LC_ALL", "C"},
                    {"TZ", "Asia/Tokyo"},
                    {"BIN", TOOLS_DIRECTORY},
                    {"HOST_PROC", (directory_ / "proc").string()},
                    {"MACKEREL_PLUGIN_WORKDIR", (directory_ / "work").string()}};
}

ToolTest::~ToolTest() {
    std::error_code ignored;
    fs::remove_all(directory_, ignored);
}

ToolTest::Running ToolTest::start(const std::string& program,
                                  const std::vector<std::string>& arguments) const {
    const std::string path =
        program.find('/') == std::string::npos ? TOOLS_DIRECTORY "/" + program : program;
    std::vector<std::string> words{path};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables;
    for (const auto& [name, value] : environment_) variables.push_back(name + "=" + value);
    const auto pointers = [](std::vector<std::string>& texts) {
        std::vector<char*> result;
        for (auto& text : texts) result.push_back(text.data());
        result.push_back(nullptr);
        return result;
    };

    std::array<int, 2> output{};
    std::array<int, 2> errors{};
    if (pipe2(output.data(), O_CLOEXEC) != 0 || pipe2(errors.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("cannot make a pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output[1], 1);
    posix_spawn_file_actions_adddup2(&actions, errors[1], 2);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    Running running;
    running.started_at = steady_clock::now();
    const int error = posix_spawn(&running.process, path.c_str(), &actions, &attributes,
                                  pointers(words).data(), pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(output[1]);
    close(errors[1]);
    if (error != 0) throw std::runtime_error("cannot run " + path);
    running.output = output[0];
    running.errors = errors[0];
    return running;
}

ToolResult ToolTest::finish(const Running& running) {
    ToolResult result;
    std::array<pollfd, 2> ends = {{{running.output, POLLIN, 0}, {running.errors, POLLIN, 0}}};
    std::array<std::string*, 2> texts = {&result.output, &result.errors};
    // Until the end of both: a descendant that kept one of them would be noticed here.
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        if (poll(ends.data(), ends.size(), 60'000) <= 0) {
            kill(running.process, SIGKILL);
            ADD_FAILURE() << "the program did not end within a minute";
            break;
        }
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (ends.at(i).fd < 0 || ends.at(i).revents == 0) continue;
            std::array<char, 65536> bytes{};
            const ssize_t count = read(ends.at(i).fd, bytes.data(), bytes.size());
            if (count > 0) texts.at(i)->append(bytes.data(), static_cast<std::size_t>(count));
            if (count <= 0) ends.at(i).fd = -1;
        }
    }
    close(running.output);
    close(running.errors);
    int status = 0;
    waitpid(running.process, &status, 0);
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    result.duration = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() -
                                                                            running.started_at);
    return result;
}

ToolResult ToolTest::run(const std::string& program,
                         const std::vector<std::string>& arguments) const {
    return finish(start(program, arguments));
}

ToolResult ToolTest::shell(const std::string& command) const {
    return run("/bin/sh", {"-c", command});
}

void ToolTest::expect_line(const std::string& program, const std::vector<std::string>& arguments,
                           const std::string& line, int exit_code) const {
    const auto result = run(program, arguments);
    EXPECT_EQ(result.output, line + "\n");
    EXPECT_EQ(result.exit_code, exit_code);
    EXPECT_EQ(result.errors, "");
}

void ToolTest::write_proc(const std::string& name, std::string_view content) const {
    fs::create_directories((proc() / name).parent_path());
    write_text(proc() / name, content);
}

void ToolTest::use_proc_fixture(const std::string& name) const {
    fs::copy(fs::path(FIXTURES_DIRECTORY) / name, proc(), fs::copy_options::recursive);
}

fs::path ToolTest::state_directory() const {
    return directory_ / "work" / ("mackerel-native-plugins-" + std::to_string(geteuid()));
}

fs::path ToolTest::state_file() const {
    fs::path found;
    for (const auto& entry : fs::directory_iterator(state_directory())) {
        const auto extension = entry.path().extension();
        if (extension == ".lock" || extension == ".new") continue;
        EXPECT_EQ(found, fs::path()) << "more than one state file: " << entry.path();
        found = entry.path();
    }
    EXPECT_NE(found, fs::path()) << "no state file";
    return found;
}

bool lacks(bool is_there, const std::string& what) {
    if (is_there) return false;
    const char* ci = std::getenv("CI");
    if (ci != nullptr && std::string_view(ci) == "true") {
        ADD_FAILURE() << "needs " << what << ", and with CI=true nothing may be skipped";
    } else {
        [&] { GTEST_SKIP() << "needs " << what; }();
    }
    return true;
}

std::string read_text(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

void write_text(const fs::path& path, std::string_view content) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace monitoring
