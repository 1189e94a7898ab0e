#include "common/services/answer_cache.hpp"

#include <cstdlib>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kHour = std::int64_t{3600} * 1'000'000'000;
constexpr std::int64_t kStart = kHour * 1000;

/// So many nanoseconds later by both clocks, or by the second one otherwise.
Stamp later(std::int64_t boot_time) { return {"b00d", kStart + boot_time, kStart + boot_time}; }
Stamp later(std::int64_t boot_time, std::int64_t real_time) {
    return {"b00d", kStart + boot_time, kStart + real_time};
}

class AnswerMemories : public ToolTest {
protected:
    AnswerMemories() {
        setenv("MACKEREL_PLUGIN_WORKDIR", (directory() / "work").c_str(), 1);
        fs::copy_file("/bin/true", program_);
    }
    ~AnswerMemories() override { unsetenv("MACKEREL_PLUGIN_WORKDIR"); }

    void keep(const std::string& answer, const std::string& question = "version") const {
        AnswerCache("probe", {question}, program_).keep(later(0), answer);
    }
    [[nodiscard]] std::string recall(const Stamp& now,
                                     const std::string& question = "version") const {
        return AnswerCache("probe", {question}, program_).recall(now).value_or("nothing");
    }

    const std::string program_ = directory() / "program";
};

TEST_F(AnswerMemories, LastAnHour) {
    EXPECT_EQ(recall(later(0)), "nothing");
    keep("80236\nand more");
    EXPECT_EQ(recall(later(0)), "80236\nand more");
    EXPECT_EQ(recall(later(kHour - 1)), "80236\nand more");
    EXPECT_EQ(recall(later(kHour)), "nothing");
    // The clock was set; it is the time since boot that counts.
    EXPECT_EQ(recall(later(kHour - 1, 5 * kHour)), "80236\nand more");
    EXPECT_EQ(recall(later(kHour, 1)), "nothing");
    keep("");
    EXPECT_EQ(recall(later(1)), "");
}

TEST_F(AnswerMemories, EndWithARebootAndWhenAClockGoesBack) {
    keep("80236");
    testing::internal::CaptureStderr();
    EXPECT_EQ(recall({"another", kStart + 1, kStart + 1}), "nothing");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    testing::internal::CaptureStderr();
    EXPECT_EQ(recall(later(-1)), "nothing");
    EXPECT_EQ(recall(later(1, -1)), "nothing");
    EXPECT_NE(testing::internal::GetCapturedStderr(), "");
    EXPECT_EQ(recall(later(1)), "80236");
}

TEST_F(AnswerMemories, TellQuestionsApart) {
    keep("80236", "one");
    keep("80410", "two");
    EXPECT_EQ(recall(later(1), "one"), "80236");
    EXPECT_EQ(recall(later(1), "two"), "80410");
}

TEST_F(AnswerMemories, DoNotKeepWhatAProgramSaidThatWasReplacedMeanwhile) {
    AnswerCache memory("probe", {"version"}, program_);
    fs::copy_file("/bin/false", program_, fs::copy_options::overwrite_existing);
    memory.keep(later(0), "80236");
    EXPECT_EQ(recall(later(1)), "nothing");
    EXPECT_FALSE(AnswerCache("probe", {"version"}, program_).recall(later(1)));
}

TEST_F(AnswerMemories, GoWithoutAProgram) {
    AnswerCache memory("probe", {"version"}, directory() / "nothing");
    EXPECT_FALSE(memory.recall(later(0)));
    memory.keep(later(0), "80236");
    EXPECT_FALSE(memory.recall(later(0)));
    EXPECT_FALSE(fs::exists(state_directory()));
}

}  // namespace
}  // namespace monitoring
