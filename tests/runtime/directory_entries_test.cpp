#include "common/runtime/directory_entries.hpp"

#include <errno.h>
#include <fcntl.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <map>
#include <string>

#include "common/runtime/file.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

class DirectoryEntries : public ToolTest {};

TEST_F(DirectoryEntries, AreAllThatAreInIt) {
    const auto place = directory() / "place";
    std::filesystem::create_directory(place);
    std::map<std::string, unsigned char> expected = {{".", DT_DIR}, {"..", DT_DIR}};
    for (int number = 0; number < 100; ++number) {
        const auto name = "file-" + std::to_string(number);
        write_text(place / name, "x");
        expected.emplace(name, DT_REG);
    }
    std::filesystem::create_directory(place / std::string(255, 'd'));
    expected.emplace(std::string(255, 'd'), DT_DIR);

    const UniqueFd opened(open(place.c_str(), O_RDONLY | O_DIRECTORY));
    // Less than all of them need, so that they come in several pieces.
    alignas(dirent) std::array<char, 512> buffer{};
    std::map<std::string, unsigned char> found;
    ssize_t size = 0;
    while ((size = read_directory(opened.get(), buffer)) > 0) {
        std::span<const char> entries(buffer.data(), static_cast<std::size_t>(size));
        while (!entries.empty()) {
            const dirent& entry = take_entry(entries);
            EXPECT_TRUE(found.emplace(entry.d_name, entry.d_type).second) << entry.d_name;
        }
    }
    EXPECT_EQ(size, 0);
    EXPECT_EQ(found, expected);
}

TEST_F(DirectoryEntries, CannotBeReadFromAFile) {
    const UniqueFd file(open("/proc/self/stat", O_RDONLY));
    std::array<char, 512> buffer{};
    EXPECT_EQ(read_directory(file.get(), buffer), -1);
    EXPECT_EQ(errno, ENOTDIR);
}

}  // namespace
}  // namespace monitoring
