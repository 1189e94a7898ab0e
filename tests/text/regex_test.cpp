#include "common/text/regex.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/text/error.hpp"

using namespace monitoring;

TEST(Regex, IsSearchedForAnywhere) {
    const Regex regex("b+");
    EXPECT_TRUE(regex.is_found_in("abc"));
    EXPECT_TRUE(regex.is_found_in("b"));
    EXPECT_FALSE(regex.is_found_in("aac"));
    EXPECT_FALSE(regex.is_found_in(""));
}

TEST(Regex, CanBeAnchored) {
    const Regex regex("^/(home|srv)(/|$)");
    EXPECT_TRUE(regex.is_found_in("/home"));
    EXPECT_TRUE(regex.is_found_in("/srv/data"));
    EXPECT_FALSE(regex.is_found_in("/homes"));
    EXPECT_FALSE(regex.is_found_in("/mnt/home"));
}

TEST(Regex, IsFoundEverywhereWhenEmpty) {
    EXPECT_TRUE(Regex("").is_found_in(""));
    EXPECT_TRUE(Regex("").is_found_in("abc"));
}

TEST(Regex, MindsTheCase) { EXPECT_FALSE(Regex("HOME").is_found_in("/home")); }

TEST(Regex, CostsItsLengthWithRepetitionsWrittenOut) {
    const auto length = [](std::string_view text) { return regex_cost(text).length; };
    EXPECT_EQ(length(""), 0U);
    EXPECT_EQ(length("^/a*b?$"), 5U);
    EXPECT_EQ(length("a{3}b{1,3}c{2,}d{,4}"), 3U + 3U + 3U + 4U);
    EXPECT_EQ(length("a+"), 2U);
    EXPECT_EQ(length("a{3}{3}"), 9U);
    EXPECT_EQ(length("(ab){3}"), 12U) << "brackets count as well";
    EXPECT_EQ(length("((a{10}){10}){10}"), ((10U + 2U) * 10U + 2U) * 10U);
    EXPECT_EQ(length("a{x}a{1"), 7U) << "that is no repetition";
    EXPECT_GT(length("(((((a{999}){999}){999}){999}){999}){999}"), 1'000'000U);
}

TEST(Regex, CountsABracketExpressionAsOneCharacter) {
    const auto length = [](std::string_view text) { return regex_cost(text).length; };
    for (const auto* const text :
         {"[a-z]", "[^a-z]", "[]]", "[^]]", "[[:alpha:]{3}]", "[[.].]]", "[[=]=]x]", "[({]"}) {
        EXPECT_EQ(length(text), 1U) << text;
        EXPECT_EQ(length(std::string(text) + "{3}"), 3U) << text;
        EXPECT_EQ(regex_cost(text).depth, 0U) << text;
    }
    EXPECT_EQ(length("[abc"), 1U);
    EXPECT_EQ(length("[[:a"), 1U);
}

TEST(Regex, KnowsItsDepthAndItsBackReferences) {
    EXPECT_EQ(regex_cost("a(b(c)d)(e)").depth, 2U);
    EXPECT_EQ(regex_cost("((((").depth, 4U);
    EXPECT_EQ(regex_cost(R"(\(\()").depth, 0U);
    EXPECT_TRUE(regex_cost(R"((a)\1)").has_back_reference);
    EXPECT_FALSE(regex_cost(R"(\\1\.\0)").has_back_reference);
    EXPECT_FALSE(regex_cost(R"([\1])").has_back_reference);
}

TEST(Regex, HasLimits) {
    const auto is_taken = [](const std::string& text) {
        try {
            const Regex regex(text);
            return true;
        } catch (const UsageError&) {
            return false;
        }
    };
    EXPECT_TRUE(is_taken("x{1000}"));
    EXPECT_FALSE(is_taken("x{1001}"));
    EXPECT_TRUE(is_taken(std::string(50, '(') + "x" + std::string(50, ')')));
    EXPECT_FALSE(is_taken(std::string(51, '(') + "x" + std::string(51, ')')));
    EXPECT_FALSE(is_taken(R"((a)\1)"));
}

TEST(RegexList, FindsAnyOfThem) {
    RegexList list;
    EXPECT_FALSE(list.is_any_found_in("a"));
    list.add("^a$");
    list.add("b");
    EXPECT_TRUE(list.is_any_found_in("a"));
    EXPECT_TRUE(list.is_any_found_in("abc"));
    EXPECT_FALSE(list.is_any_found_in("c"));
}

TEST(Regex, RejectsWhatIsNoneWithTheReason) {
    for (const std::string text : {"(", "[a", "a{2,1}", "*a\\"}) {
        try {
            const Regex regex(text);
            ADD_FAILURE() << text << " was taken";
        } catch (const UsageError& mistake) {
            const std::string start = "'" + text + "' is not a regular expression: ";
            const std::string what = mistake.what();
            EXPECT_EQ(what.substr(0, start.size()), start);
            EXPECT_GT(what.size(), start.size()) << "no reason";
        }
    }
}
