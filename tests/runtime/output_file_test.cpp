#include "common/runtime/output_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "common/text/error.hpp"

namespace monitoring {
namespace {

class OutputFileTest : public ::testing::Test {
protected:
    void SetUp() override {
        std::string name = testing::TempDir() + "output.XXXXXX";
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        directory_ = name;
    }
    void TearDown() override { std::filesystem::remove_all(directory_); }

    [[nodiscard]] std::string path() const { return directory_ + "/check.prom"; }
    static std::string content_of(const std::string& path) {
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }
    /// How many files there are.
    [[nodiscard]] long files() const {
        return std::distance(std::filesystem::directory_iterator(directory_), {});
    }

    /// A file that was last written two hours ago.
    static void make(const std::string& path) {
        std::ofstream(path) << "half";
        const auto now = std::filesystem::file_time_type::clock::now();
        std::filesystem::last_write_time(path, now - std::chrono::hours(2));
    }
    /// What a process is writing when it is killed.
    static std::string leftover_of(const std::string& path) {
        return std::string(OutputFile(path).temporary());
    }

    std::string directory_;
};

TEST_F(OutputFileTest, IsReplacedWholeWhateverTheUmask) {
    std::ofstream(path()) << "older and longer";
    const mode_t mask = umask(077);
    EXPECT_EQ(OutputFile(path()).replace("new"), 0);
    umask(mask);
    EXPECT_EQ(content_of(path()), "new");
    struct stat status {};
    ASSERT_EQ(stat(path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0644U);
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, TakesThePlaceOfALinkAndLeavesItsTarget) {
    std::ofstream(directory_ + "/target") << "precious";
    std::filesystem::create_symlink("target", path());
    EXPECT_EQ(OutputFile(path()).replace("new"), 0);
    EXPECT_EQ(content_of(directory_ + "/target"), "precious");
    EXPECT_EQ(content_of(path()), "new");
}

TEST_F(OutputFileTest, MayHaveTheLongestName) {
    const auto path = directory_ + "/" + std::string(255, 'x');
    EXPECT_EQ(OutputFile(path).replace("new"), 0);
    EXPECT_EQ(content_of(path), "new");
    make(leftover_of(path));
    OutputFile(path).remove_leftovers();
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, IsNeverWrittenByTwoUnderOneName) {
    EXPECT_NE(leftover_of(path()), leftover_of(path()));
}

TEST_F(OutputFileTest, LosesWhatKilledProcessesLeftLongAgo) {
    const auto number = std::string(16, 'f');
    const auto others = {directory_ + "/check.prom", directory_ + "/.check.prom." + number,
                         directory_ + "/.check.prom.123.tmp",
                         directory_ + "/.other." + number + ".tmp",
                         directory_ + "/.check.prom." + std::string(16, 'g') + ".tmp"};
    for (const auto& other : others) make(other);
    std::filesystem::create_directory(directory_ + "/.check.prom." + number + ".tmp");
    for (int count = 0; count < 300; ++count) make(leftover_of(path()));
    const auto recent = leftover_of(path());
    std::ofstream(recent) << "half";
    OutputFile(path()).remove_leftovers();
    EXPECT_EQ(files(), static_cast<long>(others.size()) + 2);
    EXPECT_TRUE(std::filesystem::exists(recent));
}

TEST_F(OutputFileTest, TakesThePlaceOfFilesAlone) {
    ASSERT_EQ(mkfifo(path().c_str(), 0600), 0);
    EXPECT_EQ(OutputFile(path()).replace("new"), OutputFile::kNoRegularFile);
    for (const char* target : {"/dev/null", "/proc/self/comm", "/"}) {
        const auto link = directory_ + "/link";
        std::filesystem::create_symlink(target, link);
        const bool is_directory = std::string(target) == "/";
        EXPECT_EQ(OutputFile(link).replace("new"),
                  is_directory ? EISDIR : OutputFile::kNoRegularFile)
            << target;
        EXPECT_TRUE(std::filesystem::is_symlink(link));
        std::filesystem::remove(link);
    }
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, SaysWhyItCannotBeReplacedAndLeavesNothing) {
    EXPECT_EQ(OutputFile(directory_ + "/no/such").replace("new"), ENOENT);
    std::filesystem::create_directory(path());
    EXPECT_EQ(OutputFile(path()).replace("new"), EISDIR);
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, HasThePathOfAFile) {
    for (const char* path : {"", "/", "/tmp/", ".", "..", "/tmp/..", "-"}) {
        EXPECT_THROW(OutputFile file(path), UsageError) << path;
    }
    EXPECT_THROW(OutputFile file(std::string(5000, 'x')), UsageError);
    EXPECT_THROW(OutputFile file(std::string(5000, '/') + 'x'), UsageError);
    for (const char* path : {"relative", "./-", "/tmp/-"}) {
        EXPECT_EQ(OutputFile(path).shown_path(), path);
    }
}

}  // namespace
}  // namespace monitoring
