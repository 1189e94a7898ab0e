// What is no regular expression, or not the same one everywhere, and what it says instead.

#include <gtest/gtest.h>

#include <string>

#include "common/text/error.hpp"
#include "common/text/regex.hpp"

namespace monitoring {
namespace {

/// What is wrong with the text; empty where it is taken.
std::string mistake_in(const std::string& text) {
    try {
        const Regex regex(text);
        return "";
    } catch (const UsageError& mistake) {
        return mistake.what();
    }
}

void expect_mistake(const std::string& text, const std::string& reason) {
    EXPECT_EQ(mistake_in(text), "'" + text + "' is not a regular expression: " + reason);
}

std::string repeated(const std::string& text, int times) {
    std::string result;
    for (int count = 0; count < times; ++count) result += text;
    return result;
}

TEST(RegexMistakes, NameWhatPosixHasInsteadOfAnEscape) {
    expect_mistake(R"(\d+)", R"(POSIX has no \d, write [0-9])");
    expect_mistake(R"(\D)", R"(POSIX has no \D, write [^0-9])");
    expect_mistake(R"(\s)", R"(POSIX has no \s, write [[:space:]])");
    expect_mistake(R"(\S)", R"(POSIX has no \S, write [^[:space:]])");
    expect_mistake(R"(a\w)", R"(POSIX has no \w, write [[:alnum:]_])");
    expect_mistake(R"(\W)", R"(POSIX has no \W, write [^[:alnum:]_])");
    expect_mistake(R"(\<a)", R"(POSIX has no \<, write (^|[^[:alnum:]_]))");
    expect_mistake(R"(a\>)", R"(POSIX has no \>, write ([^[:alnum:]_]|$))");
    expect_mistake(R"(\`a)", R"(POSIX has no \`, write ^)");
    expect_mistake(R"(a\')", R"(POSIX has no \', write $)");
    expect_mistake(R"(\t)", R"(POSIX has no \t, write the character itself)");
    expect_mistake(R"(\q)", R"(POSIX has no \q, write q)");
    expect_mistake(R"((a)\1)", R"(POSIX has no \1, it does not refer back)");
    expect_mistake(R"(\0)", R"(POSIX has no \0, write 0)");
    expect_mistake("a\\", R"(nothing behind the last \, write \\)");
}

TEST(RegexMistakes, AreRepetitionsOfNothing) {
    const std::string reason =
        R"(nothing to repeat before *, +, ? or {, write \ before the character)";
    for (const auto* const text : {"*", "+a", "a|?", "(*a)", "^*", "$+", "a|{2}", "^{2}"}) {
        expect_mistake(text, reason);
    }
}

TEST(RegexMistakes, AreIntervalsThatAreNone) {
    const std::string reason = R"({ without a {N}, {N,} or {N,M}, write \{ for the character)";
    for (const auto* const text :
         {"a{", "a{1", "a{}", "a{x}", "a{2,1}", "a{1,2,3}", "a{-1}", "{"}) {
        expect_mistake(text, reason);
    }
    expect_mistake("a{,3}", "POSIX has no {,N}, write {0,N}");
    expect_mistake("a{256}", "POSIX has no more than 255 in {}");
    expect_mistake("a{0,300}", "POSIX has no more than 255 in {}");
    EXPECT_EQ(mistake_in("a{0,255}b{255}c{255,}"), "");
}

TEST(RegexMistakes, StandInBrackets) {
    const std::string open = R"([ without ], write \[ for the character)";
    for (const auto* const text : {"[", "[a", "[^", "[]", "[^]", "[a-", "[-", "[a-z"}) {
        expect_mistake(text, open);
    }
    expect_mistake("[[.a.]]", "[.x.] is not the same everywhere, write x");
    expect_mistake("[[=a=]]", "[=x=] is not the same everywhere, write x");
    expect_mistake("[[:word:]]", "no class is called [:word:]");
    expect_mistake("[[:", "no class is called [::]");
    const std::string order = "a range goes from a character of ASCII to one that is not before it";
    for (const auto* const text : {"[z-a]", "[\xc3\xa0-\xc3\xa9]", "[A-[:alpha:]]"}) {
        expect_mistake(text, order);
    }
    expect_mistake("[+--]", "a range that begins or ends with -, put it last in [...]");
    expect_mistake("[--9]", "a range that begins or ends with -, put it last in [...]");
    expect_mistake("[a-c-e]", "- between others in [...], put it last");
}

TEST(RegexMistakes, AreParenthesesWithoutAnEnd) {
    for (const auto* const text : {"(", "a(b", "((a)"}) {
        expect_mistake(text, R"(( without ), write \( for the character)");
    }
    EXPECT_EQ(mistake_in("a)"), "");
}

TEST(RegexMistakes, AreExpressionsBeyondTheLimits) {
    const std::string length = "a regular expression with more than 1000 characters";
    EXPECT_EQ(mistake_in(repeated("x", 1000)), "");
    EXPECT_EQ(mistake_in(repeated("x", 1001)), length);
    const auto written_out = length + ", its repetitions written out";
    EXPECT_EQ(mistake_in("x{250}{4}"), "");
    EXPECT_EQ(mistake_in("x{251}{4}"), written_out);
    EXPECT_EQ(mistake_in("(((((a{255}){255}){255}){255}){255}){255}"), written_out);
    EXPECT_EQ(mistake_in(repeated("(", 30) + "x" + repeated(")+", 30)), written_out);
    EXPECT_EQ(mistake_in(repeated("(", 50) + "x" + repeated(")", 50)), "");
    EXPECT_EQ(mistake_in(repeated("(", 51) + "x" + repeated(")", 51)),
              "a regular expression with more than 50 brackets in each other");
}

}  // namespace
}  // namespace monitoring
