#include "common/regex.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/error.hpp"

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
