#include "common/wrapper/cached_result.hpp"

#include <gtest/gtest.h>

#include <string>

using namespace monitoring;
using namespace std::string_literals;

namespace {

/// "STATUS|output" of a text; "nothing" for what is no result.
std::string parse(const std::string& text) {
    const auto result = parse_result(text);
    return result ? std::string(status_name(result->status)) + "|" + result->output : "nothing";
}

}  // namespace

TEST(CachedResult, IsAStatusInFrontOfTheOutput) {
    EXPECT_EQ(format_result({Status::warning, "WARNING: slow\n"}), "WARNING\nWARNING: slow\n");
    EXPECT_EQ(format_result({Status::ok, ""}), "OK\n");
}

TEST(CachedResult, IsReadAsItWasWritten) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
    for (const auto status : {Status::ok, Status::warning, Status::critical, Status::unknown}) {
        for (const auto& output : {""s, "\n"s, "\n\n"s, "OK: fine\n"s, "one\ntwo | a=1"s, "OK\n"s,
                                   every_byte, std::string(65536, '\0')}) {
            const auto result = parse_result(format_result({status, output}));
            ASSERT_TRUE(result);
            EXPECT_EQ(result->status, status);
            EXPECT_TRUE(result->output == output) << output.size() << " bytes";
        }
    }
}

TEST(CachedResult, IsEmptyForAnythingElse) {
    for (const auto& text :
         {""s, "\n"s, "OK"s, " OK\n"s, "OK \nfine\n"s, "FINE\nOK: fine\n"s, "0\nOK: fine\n"s,
          "OK: fine\n"s, "\0OK\n"s, "O\n"s, "OK\r\nfine\r\n"s}) {
        EXPECT_EQ(parse(text), "nothing") << text;
    }
}

TEST(CachedResult, IsEmptyWhereTheStatusIsCutShort) {
    const auto text = "CRITICAL\n"s;
    for (std::size_t size = 0; size < text.size(); ++size) {
        EXPECT_EQ(parse(text.substr(0, size)), "nothing") << size << " bytes";
    }
    EXPECT_EQ(parse(text), "CRITICAL|");
}
