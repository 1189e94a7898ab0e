#include "common/text/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

using namespace monitoring;
using namespace std::string_literals;
using namespace std::string_view_literals;
using Parts = std::vector<std::string_view>;

static const std::string kReplacement = "\uFFFD";

static std::string repeated(const std::string& text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

TEST(Split, KeepsEmptyParts) {
    EXPECT_EQ(split("a,b", ','), (Parts{"a", "b"}));
    EXPECT_EQ(split(",a,,b,", ','), (Parts{"", "a", "", "b", ""}));
    EXPECT_EQ(split("a", ','), Parts{"a"});
    EXPECT_EQ(split("", ','), Parts{""});
    EXPECT_EQ(split(",", ','), (Parts{"", ""}));
}

TEST(Words, AreWhatBlanksAndTabsAndNewlinesSeparate) {
    EXPECT_EQ(words("a b"), (Parts{"a", "b"}));
    EXPECT_EQ(words("  a\t\tb \n c\n"), (Parts{"a", "b", "c"}));
    EXPECT_EQ(words("a\0b"sv), Parts{"a\0b"sv});
    EXPECT_EQ(words(""), Parts{});
    EXPECT_EQ(words(" \t\n"), Parts{});
}

TEST(Join, PutsTheSeparatorBetween) {
    EXPECT_EQ(join(std::vector<std::string>{}, ", "), "");
    EXPECT_EQ(join(std::vector<std::string>{"a"}, ", "), "a");
    EXPECT_EQ(join(std::vector<std::string_view>{"", "b", ""}, "; "), "; b; ");
}

TEST(Printable, EscapesControlCharacters) {
    EXPECT_EQ(printable("a\nb\r\tc"), "a\\nb\\r\\tc");
    EXPECT_EQ(printable("\x1b[31mred"), "\\x1b[31mred");
    EXPECT_EQ(printable("\0\x01\x1f\x7f"sv), "\\x00\\x01\\x1f\\x7f");
    EXPECT_EQ(printable("\v\f\b\a"), "\\x0b\\x0c\\x08\\x07");
}

TEST(Printable, EscapesTheControlsOfC1) {
    EXPECT_EQ(printable("\u0080\u0085\u009b\u009f"), "\\x80\\x85\\x9b\\x9f");
    EXPECT_EQ(printable("\u00a0\u00a1"), "\u00a0\u00a1");
}

TEST(Printable, EscapesWhatHidesOrTurnsText) {
    EXPECT_EQ(printable("a\u202etxt.exe"), "a\\u202etxt.exe");
    EXPECT_EQ(printable("\u200b\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff"),
              "\\u200b\\u200f\\u2028\\u2029\\u202a\\u202e\\u2066\\u2069\\ufeff");
    EXPECT_EQ(printable("\u061c\u2060\u206f"), "\\u061c\\u2060\\u206f");
    for (const auto& text : {"\u061b\u061d\u200a\u2010"s, "\u2027\u202f\u205f\u2070"s,
                             "\ufefe\uff00"s, "\U0001200b\U0001feff"s}) {
        EXPECT_EQ(printable(text), text);
    }
}

TEST(Printable, LeavesCleanTextAsItIs) {
    for (const auto& text : {""s, "OK: fine"s, "a\\nb"s, "日本語 \u00e9"s, "\u07ff\u0800\uffff"s,
                             "\ud7ff\ue000"s, "\U00010000\U0010ffff"s, kReplacement}) {
        EXPECT_EQ(printable(text), text);
    }
}

TEST(Printable, ChangesNothingTheSecondTime) {
    std::string everything;
    for (int byte = 0; byte < 256; ++byte) everything += static_cast<char>(byte);
    for (const auto& text : {everything, everything + everything, "\xe3\x81\n\xc2\u202e"s}) {
        const auto once = printable(text);
        EXPECT_EQ(printable(once), once);
        EXPECT_EQ(once.find('\n'), std::string::npos);
    }
}

TEST(Printable, ReplacesEachByteThatIsNotUtf8) {
    const struct {
        std::string_view text;
        std::size_t replaced;
    } cases[] = {
        {"\x80"sv, 1},
        {"\xbf\xbf"sv, 2},
        {"\xc0\xaf"sv, 2},
        {"\xc1\xbf"sv, 2},  // overlong
        {"\xe0\x80\xaf"sv, 3},
        {"\xe0\x9f\xbf"sv, 3},
        {"\xf0\x80\x80\xaf"sv, 4},
        {"\xf0\x8f\xbf\xbf"sv, 4},
        {"\xed\xa0\x80"sv, 3},
        {"\xed\xbf\xbf"sv, 3},  // surrogates
        {"\xf4\x90\x80\x80"sv, 4},
        {"\xf5\x80\x80\x80"sv, 4},  // too large
        {"\xf8\x88\x80\x80\x80"sv, 5},
        {"\xfe\xff"sv, 2},
        {"\xc3"sv, 1},
        {"\xe3\x81"sv, 2},  // truncated
        {"\xf0\x9f\x98"sv, 3},
    };
    for (const auto& [text, replaced] : cases) {
        EXPECT_EQ(printable(text), repeated(kReplacement, replaced));
        EXPECT_EQ(printable("a" + std::string(text) + "b"),
                  "a" + repeated(kReplacement, replaced) + "b");
    }
}

TEST(Printable, FindsTheNextCharacterBehindABrokenOne) {
    EXPECT_EQ(printable("\xe3\x81\xc3\xa9"sv), kReplacement + kReplacement + "\u00e9");
    EXPECT_EQ(printable("\xc3\n"sv), kReplacement + "\\n");
}

TEST(CountCharacters, CountsCodePointsAndNotBytes) {
    EXPECT_EQ(count_characters(""), 0U);
    EXPECT_EQ(count_characters("abc"), 3U);
    EXPECT_EQ(count_characters("日本語"), 3U);
    EXPECT_EQ(count_characters("\U0001F600\u00e9x"), 3U);
}

TEST(Shorten, LeavesWhatIsNotTooLong) {
    EXPECT_EQ(shorten("abc", 4), "abc");
    EXPECT_EQ(shorten("abc", 3), "abc");
    EXPECT_EQ(shorten("日本語", 3), "日本語");
    EXPECT_EQ(shorten("", 0), "");
}

TEST(Shorten, EndsWithAnEllipsisWhatIs) {
    EXPECT_EQ(shorten("abcd", 3), "ab…");
    EXPECT_EQ(shorten("日本語です", 3), "日本…");
    EXPECT_EQ(shorten("\U0001F600\U0001F601\U0001F602", 2), "\U0001F600…");
    EXPECT_EQ(shorten("abcd", 1), "…");
    EXPECT_EQ(shorten("abcd", 0), "");
}

TEST(Shorten, HasExactlySoManyCharacters) {
    const auto text = repeated("aé語\U0001F600", 50);
    for (std::size_t limit = 0; limit < 200; ++limit) {
        const auto shortened = shorten(text, limit);
        EXPECT_EQ(count_characters(shortened), limit);
        EXPECT_EQ(printable(shortened), shortened) << "a character was cut in two at " << limit;
    }
    EXPECT_EQ(shorten(text, 200), text);
}
