// What a state file remembers. What it does with a file that it did not write is in
// state_damage_test.cpp, its directory is in state_directory_test.cpp, its lock in
// state_lock_test.cpp.

#include "common/state/state.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "support/run_tool.hpp"

using namespace monitoring;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

const Stamp kStamp = {.boot_id = "b00d", .boot_time_ns = 12, .real_time_ns = 34};

class StateTest : public ToolTest {
protected:
    StateTest() { setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1); }
    ~StateTest() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }

    static void save(const std::string& content, const std::vector<std::string>& key = {},
                     const std::string& tool = "probe") {
        EXPECT_EQ(StateFile(tool, key).save(kStamp, content), "");
    }
    /// What is remembered; "nothing" when nothing is.
    static std::string load(const std::vector<std::string>& key = {},
                            const std::string& tool = "probe") {
        const auto memory = StateFile(tool, key).load();
        return memory ? memory->content : "nothing";
    }
};

}  // namespace

TEST_F(StateTest, RemembersNothingAtFirst) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(load(), "nothing");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "")
        << "a first run is nothing to complain of";
}

TEST_F(StateTest, RemembersByteForByte) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
    for (const auto& content :
         {""s, "\n"s, "a b\n\n"s, "\0\0"s, every_byte, "no newline"s, std::string(500'000, '\0')}) {
        save(content);
        const auto memory = StateFile("probe", {}).load();
        ASSERT_TRUE(memory);
        EXPECT_TRUE(memory->content == content) << content.size() << " bytes";
        EXPECT_EQ(memory->taken_at.boot_id, "b00d");
        EXPECT_EQ(memory->taken_at.boot_time_ns, 12);
        EXPECT_EQ(memory->taken_at.real_time_ns, 34);
    }
}

TEST_F(StateTest, RemembersThatTheBootWasNotKnown) {
    EXPECT_EQ(StateFile("probe", {}).save({"", 1, 2}, "x"), "");
    const auto memory = StateFile("probe", {}).load();
    ASSERT_TRUE(memory);
    EXPECT_EQ(memory->taken_at.boot_id, "");
}

TEST_F(StateTest, CanBeSavedAndLoadedAgainWithTheSameObject) {
    const StateFile file("probe", {});
    EXPECT_EQ(file.save(kStamp, "one"), "");
    EXPECT_EQ(file.save(kStamp, "two"), "");
    ASSERT_TRUE(file.load());
    EXPECT_EQ(file.load()->content, "two");
}

TEST_F(StateTest, TellsKeysApart) {
    const std::vector<std::vector<std::string>> keys = {{"ab", "c"}, {"a", "bc"}, {"abc"}, {},
                                                        {""},        {"", ""},    {"a/b"}};
    for (std::size_t i = 0; i < keys.size(); ++i) save(std::to_string(i), keys[i]);
    for (std::size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(load(keys[i]), std::to_string(i));
}

TEST_F(StateTest, TellsToolsApart) {
    save("one", {"key"}, "probe-one");
    save("two", {"key"}, "probe-two");
    EXPECT_EQ(load({"key"}, "probe-one"), "one");
    EXPECT_EQ(load({"key"}, "probe-two"), "two");
    EXPECT_EQ(load({"probe-one", "key"}, "probe"), "nothing");
}

TEST_F(StateTest, ExistsFromTheFirstSaveUntilItIsForgotten) {
    const StateFile file("probe", {});
    EXPECT_FALSE(file.exists());
    EXPECT_EQ(file.save(kStamp, "x"), "");
    EXPECT_TRUE(file.exists());
    EXPECT_FALSE(StateFile("probe", {"other"}).exists());
    EXPECT_EQ(file.forget(), "");
    EXPECT_FALSE(file.exists());
    EXPECT_EQ(load(), "nothing");
    EXPECT_EQ(file.forget(), "") << "once more";
    EXPECT_EQ(file.save(kStamp, "y"), "");
    EXPECT_EQ(load(), "y");
}

TEST_F(StateTest, ForgetsNoOtherKey) {
    save("one", {"one"});
    save("two", {"two"});
    EXPECT_EQ(StateFile("probe", {"one"}).forget(), "");
    EXPECT_EQ(load({"one"}), "nothing");
    EXPECT_EQ(load({"two"}), "two");
}

// Whoever asks whether there is something must be sure to find what is broken, too.
TEST_F(StateTest, ExistsWhateverItIs) {
    save("x");
    const auto file = state_file();
    fs::remove(file);
    fs::create_symlink("nowhere", file);
    EXPECT_TRUE(StateFile("probe", {}).exists());
    EXPECT_EQ(StateFile("probe", {}).forget(), "");
    EXPECT_FALSE(StateFile("probe", {}).exists());
    fs::create_directory(file);
    EXPECT_TRUE(StateFile("probe", {}).exists());
    EXPECT_EQ(StateFile("probe", {}).forget(), file.string() + ": Is a directory");
}

TEST_F(StateTest, DoesNotExistWhereThereIsNoDirectory) {
    setenv("MACKEREL_PLUGIN_WORKDIR", "/nonexistent", 1);
    EXPECT_FALSE(StateFile("probe", {}).exists());
    EXPECT_EQ(StateFile("probe", {}).forget(), "") << "there is nothing to forget";
}

TEST_F(StateTest, MakesAPrivateDirectoryAndFile) {
    const auto old_mask = umask(0);
    save("x");
    umask(old_mask);
    EXPECT_EQ(fs::status(state_directory()).permissions(), fs::perms(0700));
    EXPECT_EQ(fs::status(state_file()).permissions(), fs::perms(0600));
}

TEST(NotSavedNote, StandsBehindAMessage) {
    EXPECT_EQ(not_saved_note(""), "");
    EXPECT_EQ(not_saved_note("/x: full"), " (state not saved: /x: full)");
}

TEST(WarnNotSaved, SaysWhyOnStderr) {
    testing::internal::CaptureStderr();
    warn_not_saved("");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    testing::internal::CaptureStderr();
    warn_not_saved("/x: full");
    EXPECT_TRUE(testing::internal::GetCapturedStderr().ends_with(": state not saved: /x: full\n"));
}

TEST_F(StateTest, HasItsModesWhateverTheUmaskIs) {
    const mode_t before = umask(0777);
    save("x");
    EXPECT_EQ(umask(before), 0777U) << "it is as it was";
    const auto mode_of = [](const std::filesystem::path& path) {
        return static_cast<unsigned>(std::filesystem::status(path).permissions());
    };
    EXPECT_EQ(mode_of(state_directory()), 0700U);
    EXPECT_EQ(mode_of(state_file()), 0600U);
    EXPECT_EQ(mode_of(state_file().string() + ".lock"), 0600U);
}
