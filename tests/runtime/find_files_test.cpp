#include "common/runtime/find_files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "common/text/error.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

namespace fs = std::filesystem;

class FindFiles : public ToolTest {
protected:
    FindFiles() {
        fs::create_directories(directory() / "d/sub");
        for (const auto* const name : {"d/b.pem", "d/a.pem", "d/.hidden", "d/sub/c.pem"}) {
            write_text(directory() / name, "x");
        }
    }
    [[nodiscard]] std::string path(const std::string& name) const {
        return (directory() / name).string();
    }
    /// The names of what was found below the directory of the test.
    [[nodiscard]] std::vector<std::string> names(const std::string& text) const {
        std::vector<std::string> result;
        for (const auto& file : find_files(path(text)).files) {
            result.push_back(fs::path(file.path).lexically_relative(directory()).string());
        }
        return result;
    }
    [[nodiscard]] std::string mistake(const std::string& text) const {
        try {
            static_cast<void>(find_files(path(text)));
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
};
using Names = std::vector<std::string>;

TEST_F(FindFiles, TakesAFileAsItIs) {
    const auto found = find_files(path("d/a.pem"));
    ASSERT_EQ(found.files.size(), 1U);
    EXPECT_EQ(found.files[0].path, path("d/a.pem"));
    EXPECT_TRUE(found.files[0].is_named);
}

TEST_F(FindFiles, LeavesItToTheReaderToSayThatAFileIsMissing) {
    EXPECT_EQ(names("nothing"), Names{"nothing"});
}

TEST_F(FindFiles, TakesTheFilesOfADirectoryByName) {
    EXPECT_EQ(names("d"), (Names{"d/.hidden", "d/a.pem", "d/b.pem"}));
    EXPECT_EQ(names("d/"), (Names{"d/.hidden", "d/a.pem", "d/b.pem"}));
    EXPECT_FALSE(find_files(path("d")).files[0].is_named);
}

TEST_F(FindFiles, FollowsLinksAndPassesOverWhatIsNoFile) {
    fs::create_symlink("sub/c.pem", directory() / "d/link");
    fs::create_symlink("sub", directory() / "d/link_to_directory");
    fs::create_symlink("gone", directory() / "d/broken");
    ASSERT_EQ(mkfifo(path("d/pipe").c_str(), 0600), 0);
    EXPECT_EQ(names("d"), (Names{"d/.hidden", "d/a.pem", "d/b.pem", "d/broken", "d/link"}));
    EXPECT_EQ(names("d/[bp]*"), (Names{"d/b.pem", "d/broken"}));
}

TEST_F(FindFiles, ExpandsAPattern) {
    EXPECT_EQ(names("d/*.pem"), (Names{"d/a.pem", "d/b.pem"}));
    EXPECT_EQ(names("d/[b]*"), Names{"d/b.pem"});
    EXPECT_EQ(names("*/su?"), Names{"d/sub/c.pem"});
    EXPECT_FALSE(find_files(path("d/*.pem")).files[0].is_named);
    EXPECT_EQ(mistake("d/*.crt"), "no file matches " + path("d/*.crt"));
}

TEST_F(FindFiles, PassesOverFilesWhereAPatternWantsDirectories) {
    fs::create_symlink("b.pem", directory() / "d/link");
    EXPECT_EQ(names("d/*/*.pem"), Names{"d/sub/c.pem"});
}

TEST_F(FindFiles, PartsAPatternWhoseLastPartHasNoWildcard) {
    const auto parts = [this](const std::string& text) { return parts_of(path(text)); };
    EXPECT_EQ(parts("*/a.pem"), Names{path("d/a.pem")});
    EXPECT_EQ(parts("?/sub/"), Names{path("d/sub/")});
    EXPECT_EQ(parts("[d]/a\\.pem"), Names{path("d/a.pem")});
    // The others are one text each.
    for (const auto* const text : {"d/*.pem", "*/*.pem", "d/[ab].pem", "d", "gone/a.pem"}) {
        EXPECT_EQ(parts(text), Names{path(text)}) << text;
    }
    EXPECT_THROW(static_cast<void>(parts("*/gone.pem")), Error);
}

TEST_F(FindFiles, PrefersAFileWithTheNameOfThePattern) {
    write_text(directory() / "d/[a].pem", "x");
    EXPECT_EQ(names("d/[a].pem"), Names{"d/[a].pem"});
}

TEST_F(FindFiles, RefusesMoreFilesThanAnybodyMeans) {
    fs::create_directory(directory() / "many");
    for (int i = 0; i <= 10'000; ++i) {
        // A link is made faster than a file.
        ASSERT_EQ(symlink("x", path("many/" + std::to_string(i)).c_str()), 0);
    }
    EXPECT_EQ(mistake("many"), "more than 10000 files in " + path("many"));
    EXPECT_EQ(mistake("many/*"), "more than 10000 files in " + path("many/*"));
}

}  // namespace
}  // namespace monitoring
