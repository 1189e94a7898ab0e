#include "common/text/regex.hpp"

#include <gtest/gtest.h>

#include <string_view>

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

TEST(Regex, CountsItsLengthWithRepetitionsWrittenOut) {
    const auto length = [](std::string_view text) { return Regex(text).length(); };
    EXPECT_EQ(length(""), 0U);
    EXPECT_EQ(length("^/a*b?$"), 5U);
    EXPECT_EQ(length("a{3}b{1,3}c{2,}d{0,4}"), 3U + 3U + 3U + 4U);
    EXPECT_EQ(length("a+"), 2U);
    EXPECT_EQ(length("a{3}{3}"), 9U);
    EXPECT_EQ(length("(ab){3}"), 12U) << "brackets count as well";
    EXPECT_EQ(length("((a{10}){5}){4}"), ((10U + 2U) * 5U + 2U) * 4U);
    EXPECT_EQ(length("[]a-z[:alpha:]^-]{3}"), 3U) << "a set is a character";
    EXPECT_EQ(length(R"(\(\\)"), 2U);
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
