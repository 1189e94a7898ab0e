// What run_command() reads of a program's stdout and stderr.

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "common/process/run_command.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
using namespace std::string_literals;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t kMaxKept = 65536;

CommandResult run_shell(const std::string& script, std::size_t max_kept = kMaxKept) {
    return run_command({"sh", "-c", script}, {.max_kept = max_kept});
}

/// A text again and again, cut to so many bytes.
std::string repeat(const std::string& text, std::size_t size) {
    std::string repeated;
    while (repeated.size() < size) repeated += text;
    return repeated.substr(0, size);
}

}  // namespace

TEST(RunCommandOutput, KeepsTheStreamsApart) {
    const auto result = run_shell("echo one; echo two >&2; echo three");
    EXPECT_EQ(result.output.text, "one\nthree\n");
    EXPECT_EQ(result.output.bytes, 10U);
    EXPECT_EQ(result.errors.text, "two\n");
    EXPECT_EQ(result.errors.bytes, 4U);
}

TEST(RunCommandOutput, MayBeEmptyOrClosed) {
    for (const auto& script : {"true"s, "exec >&- 2>&-; exit 0"s}) {
        const auto result = run_shell(script);
        EXPECT_EQ(result.output.text + result.errors.text, "");
        EXPECT_EQ(result.output.bytes + result.errors.bytes, 0U);
        EXPECT_EQ(result.end, CommandEnd(Exited{0}));
    }
}

TEST(RunCommandOutput, IsWaitedForNotTheEndOfTheStreams) {
    const auto result = run_shell("exec >&- 2>&-; sleep 0.05; exit 3");
    EXPECT_EQ(result.end, CommandEnd(Exited{3}));
}

TEST(RunCommandOutput, IsKeptByteForByte) {
    const auto result = run_command({"printf", R"(a\000b\n\000\377\376)"}, {.max_kept = kMaxKept});
    EXPECT_EQ(result.output.text, "a\0b\n\0\xff\xfe"s);
    EXPECT_EQ(result.output.bytes, 7U);
}

TEST(RunCommandOutput, IsKeptUpToALimitAndCountedBeyondIt) {
    for (const std::size_t size : {0U, 1U, 999U, 1000U, 1001U, 65535U, 65536U, 65537U, 200'000U}) {
        const auto result = run_shell("yes | head -c " + std::to_string(size), 1000);
        EXPECT_EQ(result.output.text, repeat("y\n", std::min<std::size_t>(size, 1000)));
        EXPECT_EQ(result.output.bytes, size);
    }
}

TEST(RunCommandOutput, IsOnlyCountedWhereNothingIsToBeKept) {
    const auto result = run_shell("yes | head -c 300000; echo hello >&2", 0);
    EXPECT_EQ(result.output.text, "");
    EXPECT_EQ(result.output.bytes, 300'000U);
    EXPECT_EQ(result.errors.text, "");
    EXPECT_EQ(result.errors.bytes, 6U);
}

// Neither may wait for the other to be read.
TEST(RunCommandOutput, IsReadFromBothStreamsAtOnce) {
    const auto result =
        run_shell("yes out | head -c 5000000 & yes error | head -c 7000000 >&2; wait", kMaxKept);
    EXPECT_TRUE(result.output.text == repeat("out\n", kMaxKept));
    EXPECT_EQ(result.output.bytes, 5'000'000U);
    EXPECT_TRUE(result.errors.text == repeat("error\n", kMaxKept));
    EXPECT_EQ(result.errors.bytes, 7'000'000U);
    EXPECT_EQ(result.end, CommandEnd(Exited{0}));
}

TEST(RunCommandOutput, IsReadInWhicheverOrderItComes) {
    for (const auto& script : {"head -c 300000 /dev/zero >&2; head -c 400000 /dev/zero"s,
                               "head -c 400000 /dev/zero; head -c 300000 /dev/zero >&2"s}) {
        const auto result = run_shell(script, 100);
        EXPECT_EQ(result.output.bytes, 400'000U);
        EXPECT_EQ(result.errors.bytes, 300'000U);
        EXPECT_EQ(result.errors.text, std::string(100, '\0'));
    }
}

// What it wrote just before it ended is in the pipe when we learn of its end.
TEST(RunCommandOutput, IsCompleteHoweverQuicklyTheProgramEnds) {
    for (int i = 0; i < 50; ++i) {
        const auto result =
            run_command({"head", "-c", "65536", "/dev/zero"}, {.max_kept = kMaxKept});
        ASSERT_EQ(result.output.text.size(), 65536U);
    }
}

// Such as the last words of a pipe to logger. They have a fifth of a second, which a busy machine
// may not give them at once.
TEST(RunCommandOutput, IsReadForAMomentBehindTheEndOfTheProgram) {
    std::string late;
    for (int i = 0; i < 20 && late.empty(); ++i) {
        late = run_shell("(while kill -0 $$; do :; done 2>/dev/null; echo late) &").output.text;
    }
    EXPECT_EQ(late, "late\n");
}

TEST(RunCommandOutput, IsKeptOfAProgramThatWasKilled) {
    const auto result = run_shell("echo half; echo why >&2; kill -KILL $$");
    EXPECT_EQ(result.end, CommandEnd(Killed{SIGKILL}));
    EXPECT_EQ(result.output.text, "half\n");
    EXPECT_EQ(result.errors.text, "why\n");
}

// A daemon that a check starts may live on, with our pipes.
TEST(RunCommandOutput, IsNotWaitedForWhereABackgroundProcessHoldsIt) {
    const auto started = steady_clock::now();
    const auto result = run_shell("setsid sleep 60 & echo $!");
    EXPECT_LT(steady_clock::now() - started, std::chrono::seconds(5));
    EXPECT_EQ(result.end, CommandEnd(Exited{0}));
    const pid_t background = std::stoi(result.output.text);
    EXPECT_EQ(result.output.text, std::to_string(background) + "\n");
    EXPECT_EQ(kill(background, SIGKILL), 0) << "it shall live on";
}

TEST(RunCommandOutput, IsNotWaitedForWhereABackgroundProcessKeepsWriting) {
    const auto started = steady_clock::now();
    const auto result = run_shell("setsid yes & echo $! >&2", 100);
    EXPECT_LT(steady_clock::now() - started, std::chrono::seconds(5));
    EXPECT_EQ(result.end, CommandEnd(Exited{0}));
    // Nobody reads its pipe any more.
    EXPECT_LE(result.output.text.size(), 100U);
}

TEST(RunCommandOutput, IsHandedOverPieceByPieceWithoutBeingKept) {
    std::size_t bytes = 0;
    std::size_t longest = 0;
    bool is_text = true;
    const auto take = [&](std::string_view piece) {
        bytes += piece.size();
        longest = std::max(longest, piece.size());
        is_text = is_text && piece.find_first_not_of("y\n") == std::string_view::npos;
    };
    const auto result =
        run_command({"sh", "-c", "yes | head -c 10000000; echo error >&2"}, {.take_output = take});
    EXPECT_EQ(bytes, 10'000'000U);
    EXPECT_LE(longest, 65536U);
    EXPECT_TRUE(is_text);
    EXPECT_EQ(result.output.text, "");
    EXPECT_EQ(result.output.bytes, 10'000'000U);
    EXPECT_EQ(result.errors.text, "error\n");
}
