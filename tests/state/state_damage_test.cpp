// A state file that something happened to: it is no memory, and the next save() repairs it.

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "common/state/state.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

const Stamp kStamp = {.boot_id = "b00d", .boot_time_ns = 12, .real_time_ns = 34};

class DamagedStateTest : public ToolTest {
protected:
    DamagedStateTest() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~DamagedStateTest() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }

    static void save(const std::string& content) {
        EXPECT_EQ(StateFile("probe", {}).save(kStamp, content), "");
    }
    /// What is remembered; "nothing" when nothing is.
    static std::string load() {
        const auto memory = StateFile("probe", {}).load();
        return memory ? memory->content : "nothing";
    }

    /// Changes what was saved, so that it is no memory, for a reason that stderr names.
    template <typename Change>
    void expect_forgotten(Change change, const std::string& reason = "") const {
        save("precious");
        const auto file = state_file();
        change(file);
        testing::internal::CaptureStderr();
        EXPECT_EQ(load(), "nothing");
        const auto errors = testing::internal::GetCapturedStderr();
        EXPECT_NE(errors.find("ignoring " + file.string() + ": " + reason), std::string::npos)
            << errors;
        EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 1) << errors;
        save("again");
        EXPECT_EQ(load(), "again");
    }
};

void replace_text(const fs::path& file, const std::string& from, const std::string& to) {
    auto text = read_text(file);
    ASSERT_NE(text.find(from), std::string::npos) << text;
    write_text(file, text.replace(text.find(from), from.size(), to));
}

}  // namespace

TEST_F(DamagedStateTest, ForgetsAFileThatIsEmpty) {
    expect_forgotten([](const fs::path& file) { write_text(file, ""); },
                     "it is not a state file\n");
}

TEST_F(DamagedStateTest, ForgetsAFileThatIsCutShortAnywhere) {
    save("precious");
    const auto file = state_file();
    const auto text = read_text(file);
    testing::internal::CaptureStderr();
    for (std::size_t size = 0; size < text.size(); ++size) {
        write_text(file, text.substr(0, size));
        EXPECT_EQ(load(), "nothing") << size << " bytes";
    }
    static_cast<void>(testing::internal::GetCapturedStderr());
    expect_forgotten([&](const fs::path& path) { write_text(path, text + "x"); });
}

TEST_F(DamagedStateTest, ForgetsAFileInWhichAnyBitHasFlipped) {
    save("precious");
    const auto file = state_file();
    const auto text = read_text(file);
    testing::internal::CaptureStderr();
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto damaged = text;
        damaged[i] = static_cast<char>(damaged[i] ^ 1);
        write_text(file, damaged);
        EXPECT_EQ(load(), "nothing") << "byte " << i << ": " << damaged;
    }
    static_cast<void>(testing::internal::GetCapturedStderr());
    save("again");
    EXPECT_EQ(load(), "again");
}

TEST_F(DamagedStateTest, ForgetsAnotherVersion) {
    for (const std::string version : {"0", "2", "999", "1x", "-1"}) {
        expect_forgotten(
            [&](const fs::path& file) {
                replace_text(file, "plugins 1 ", "plugins " + version + " ");
            },
            "it has version " + version + ", not 1\n");
    }
}

TEST_F(DamagedStateTest, ForgetsTimesThatAreNoTimes) {
    for (const std::string time : {"-12", "x", "99999999999999999999", "9223372036854775808"}) {
        expect_forgotten(
            [&](const fs::path& file) { replace_text(file, " 12 ", " " + time + " "); });
    }
}

TEST_F(DamagedStateTest, ForgetsGarbage) {
    for (const auto& garbage : {"\n"s, "hello\n"s, "\0\0\0\0"s, "\x7f\x45LF"s, "{}"s,
                                std::string(1000, ' '), std::string(1000, '\n')}) {
        expect_forgotten([&](const fs::path& file) { write_text(file, garbage); });
    }
}

TEST_F(DamagedStateTest, ForgetsWhatIsLargerThanItEverWrites) {
    save("x");
    for (const auto size : {(std::uintmax_t{1} << 20U) + 1, std::uintmax_t{1} << 36U}) {
        expect_forgotten([size](const fs::path& file) { fs::resize_file(file, size); },
                         "cannot read " + state_file().string() + ": larger than 1048576 bytes\n");
    }
}

TEST_F(DamagedStateTest, ForgetsASymbolicLink) {
    expect_forgotten([this](const fs::path& file) {
        fs::rename(file, directory() / "elsewhere");
        fs::create_symlink(directory() / "elsewhere", file);
    });
    EXPECT_NE(read_text(directory() / "elsewhere").find("precious"), std::string::npos);
}

TEST_F(DamagedStateTest, ForgetsAPipeWithoutWaitingForIt) {
    expect_forgotten([](const fs::path& file) {
        fs::remove(file);
        ASSERT_EQ(mkfifo(file.c_str(), 0600), 0);
    });
}

TEST_F(DamagedStateTest, ForgetsAFileOfAnotherUser) {
    if (lacks(geteuid() == 0, "root to give a file away")) return;
    expect_forgotten([](const fs::path& file) { ASSERT_EQ(chown(file.c_str(), 65534, 65534), 0); });
}

TEST_F(DamagedStateTest, ForgetsADirectoryAndSaysThatItCannotSave) {
    save("x");
    const auto file = state_file();
    fs::remove(file);
    fs::create_directory(file);
    testing::internal::CaptureStderr();
    EXPECT_EQ(load(), "nothing");
    EXPECT_NE(testing::internal::GetCapturedStderr().find("ignoring"), std::string::npos);
    EXPECT_EQ(StateFile("probe", {}).save(kStamp, "y"), file.string() + ": Is a directory");
}
