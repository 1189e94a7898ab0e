#include "common/runtime/output_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

TEST_F(OutputFileTest, RemovesWhatAKilledProcessOfItsNumberLeft) {
    const auto left = directory_ + "/.check.prom." + std::to_string(getpid()) + ".tmp";
    std::ofstream(directory_ + "/target") << "precious";
    std::filesystem::create_symlink("target", left);
    EXPECT_EQ(OutputFile(path()).replace("new"), 0);
    EXPECT_EQ(content_of(directory_ + "/target"), "precious");
    EXPECT_EQ(content_of(path()), "new");
    EXPECT_EQ(files(), 2);
}

TEST_F(OutputFileTest, SaysWhyItCannotBeReplacedAndLeavesNothing) {
    EXPECT_EQ(OutputFile(directory_ + "/no/such").replace("new"), ENOENT);
    std::filesystem::create_directory(path());
    EXPECT_EQ(OutputFile(path()).replace("new"), EISDIR);
    EXPECT_EQ(files(), 1);
}

TEST_F(OutputFileTest, HasThePathOfAFile) {
    for (const char* path : {"", "/", "/tmp/", ".", "..", "/tmp/.."}) {
        EXPECT_THROW(OutputFile file(path), UsageError) << path;
    }
    EXPECT_THROW(OutputFile file(std::string(5000, 'x')), UsageError);
    EXPECT_FALSE(OutputFile().is_set());
    EXPECT_EQ(OutputFile("relative").path(), "relative");
}

}  // namespace
}  // namespace monitoring
