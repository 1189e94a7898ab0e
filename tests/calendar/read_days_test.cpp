#include <filesystem>
#include <set>
#include <string>

#include "common/calendar/days.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "support/run_tool.hpp"

using namespace monitoring;
using namespace std::string_literals;

namespace {

using Days = std::set<std::string>;

class ReadDays : public ToolTest {
protected:
    [[nodiscard]] std::filesystem::path file() const { return directory() / "days"; }

    [[nodiscard]] Days read(const std::string& content) const {
        write_text(file(), content);
        return read_days(file());
    }

    /// The Error of a file; "" when it can be read.
    [[nodiscard]] std::string refusal(const std::string& content) const {
        try {
            static_cast<void>(read(content));
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
    [[nodiscard]] std::string refusal_of_line(int number, const std::string& line) const {
        return file().string() + ", line " + std::to_string(number) + ": '" + line +
               "' is not a day such as 2026-01-01";
    }
};

}  // namespace

TEST_F(ReadDays, TakesADayALine) {
    EXPECT_EQ(read("2026-01-01\n2026-12-25\n"), (Days{"2026-01-01", "2026-12-25"}));
    EXPECT_EQ(read("2026-12-25\n2026-01-01"), (Days{"2026-01-01", "2026-12-25"})) << "no newline";
    EXPECT_EQ(read("2026-01-01\n2026-01-01\n"), (Days{"2026-01-01"}));
    EXPECT_EQ(read("2024-02-29\n2000-02-29\n9999-12-31\n"),
              (Days{"2000-02-29", "2024-02-29", "9999-12-31"}));
}

TEST_F(ReadDays, TakesCommentsAndEmptyLines) {
    EXPECT_EQ(read("# closed\n\n  2026-01-01  # New Year\n\t\n2026-12-25# Christmas\n#\n"),
              (Days{"2026-01-01", "2026-12-25"}));
    EXPECT_EQ(read(""), Days());
    EXPECT_EQ(read("\n\n"), Days());
    EXPECT_EQ(read("# 2026-01-01"), Days());
}

TEST_F(ReadDays, RefusesWhatIsNoDay) {
    for (const auto& line : {"2026-02-30"s,
                             "2026-02-29"s,
                             "1900-02-29"s,
                             "2026-04-31"s,
                             "2026-13-01"s,
                             "2026-00-01"s,
                             "2026-01-00"s,
                             "2026-01-32"s,
                             "2026-1-1"s,
                             "2026-01-1"s,
                             "26-01-01"s,
                             "2026/01/01"s,
                             "20260101"s,
                             "2026-01-01x"s,
                             "x2026-01-01"s,
                             "2026-01-01 2026-01-02"s,
                             "2026-01-01 New Year"s,
                             "-026-01-01"s,
                             "2026--1-01"s,
                             "2026-01-+1"s,
                             "0x26-01-01"s,
                             "01-01-2026"s,
                             "closed"s,
                             "2026-01-01 \r#"s}) {
        EXPECT_EQ(refusal(line + "\n"), refusal_of_line(1, printable(line))) << line;
    }
    EXPECT_EQ(refusal("\0"s), refusal_of_line(1, "\\x00"));
}

TEST_F(ReadDays, TakesTheLinesOfWindowsAndAByteOrderMark) {
    EXPECT_EQ(read("\xef\xbb\xbf"
                   "2026-01-01\r\n\r\n2026-12-25 # Christmas\r\n# end\r"),
              (Days{"2026-01-01", "2026-12-25"}));
    EXPECT_EQ(read("\xef\xbb\xbf"), Days());
    EXPECT_EQ(read("\xef\xbb\xbf# closed\n2026-01-01"), Days{"2026-01-01"});
    const auto late =
        "\xef\xbb\xbf"
        "2026-01-02"s;
    EXPECT_EQ(refusal("2026-01-01\n" + late), refusal_of_line(2, printable(late)));
}

TEST_F(ReadDays, QuotesALineThatIsNoDayAsFarAsItIsShort) {
    EXPECT_EQ(refusal("# closed\n\n2026-01-01\nNew Year\n2026-02-30\n"),
              refusal_of_line(4, "New Year"));
    EXPECT_EQ(refusal("2026-01-01\n2026-01-02\nx\x1b[1m"), refusal_of_line(3, "x\\x1b[1m"));
    EXPECT_EQ(refusal(std::string(500, 'x')), refusal_of_line(1, std::string(59, 'x') + "…"));
}

TEST_F(ReadDays, RefusesAFileThatCannotBeRead) {
    const auto reason = [](const std::string& path) {
        try {
            static_cast<void>(read_days(path));
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return "read"s;
    };
    EXPECT_EQ(reason(file()), "cannot open " + file().string() + ": No such file or directory");
    EXPECT_EQ(reason(directory()), "cannot read " + directory().string() + ": Is a directory");
    EXPECT_EQ(reason("/dev/zero"), "cannot read /dev/zero: larger than 1048576 bytes");
}
