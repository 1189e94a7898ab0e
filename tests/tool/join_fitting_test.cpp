#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/text/text.hpp"

using namespace monitoring;
using Items = std::vector<std::string>;

TEST(JoinFitting, JoinsAllThatFit) {
    EXPECT_EQ(join_fitting({"a", "b", "c"}, 100), "a, b, c");
    EXPECT_EQ(join_fitting({"a"}, 100), "a");
}

TEST(JoinFitting, IsEmptyForNoItems) {
    EXPECT_EQ(join_fitting({}, 100), "");
    EXPECT_EQ(join_fitting({}, 0), "");
}

TEST(JoinFitting, JoinsAllThatFitExactly) {
    EXPECT_EQ(join_fitting({"single"}, 6), "single");
    EXPECT_EQ(join_fitting({"/home", "/var", "/tmp"}, 17), "/home, /var, /tmp");
    EXPECT_EQ(join_fitting({"/a/rather/long/path", "/b"}, 23), "/a/rather/long/path, /b");
    EXPECT_EQ(join_fitting({"日本語", "é"}, 6), "日本語, é");
}

TEST(JoinFitting, SaysHowManyMoreThereAre) {
    const Items items = {"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"};
    EXPECT_EQ(join_fitting(items, 34), "aaaaaaaaaa, bbbbbbbbbb, cccccccccc");
    EXPECT_EQ(join_fitting(items, 33), "aaaaaaaaaa, and 2 more") << "one character too few";
    EXPECT_EQ(join_fitting(items, 22), "aaaaaaaaaa, and 2 more");
}

TEST(JoinFitting, TakesAsManyAsFitBesideTheRest) {
    const Items items = {"a", "b", "c", "dddddddddddddddddddd"};
    EXPECT_EQ(join_fitting(items, 19), "a, b, c, and 1 more");
    EXPECT_EQ(join_fitting(items, 18), "a, b, and 2 more");
    EXPECT_EQ(join_fitting(items, 16), "a, b, and 2 more");
    EXPECT_EQ(join_fitting(items, 15), "a, and 3 more");
}

TEST(JoinFitting, ShortensTheFirstItemWhenItMust) {
    EXPECT_EQ(join_fitting({"abcdefghij"}, 5), "abcd…");
    EXPECT_EQ(join_fitting({"abcdefghijklmnopqrst", "also too long"}, 15), "ab…, and 1 more");
}

TEST(JoinFitting, CountsCharactersAndNotBytes) {
    const Items items = {"日本語日本語", "éééééééééé", "x"};
    EXPECT_EQ(join_fitting(items, 21), "日本語日本語, éééééééééé, x");
    EXPECT_EQ(join_fitting(items, 20), "日本語日本語, and 2 more");
}

TEST(JoinFitting, NeverExceedsTheLimit) {
    Items items;
    for (int i = 0; i < 2000; ++i) items.push_back("/mount/é" + std::to_string(i));
    int failures = 0;
    for (std::size_t limit = 0; limit <= 200; ++limit) {
        const auto joined = join_fitting(items, limit);
        if (count_characters(joined) <= limit) continue;
        if (++failures <= 3) ADD_FAILURE() << "limit " << limit << ": '" << joined << "'";
    }
    EXPECT_EQ(failures, 0);
}

TEST(JoinFitting, UsesTheLineThatMackerelKeeps) {
    Items items;
    for (int i = 0; i < 2000; ++i) items.push_back("/mnt/" + std::to_string(i));
    const auto joined = join_fitting(items, kMaxLineLength);
    EXPECT_LE(count_characters(joined), kMaxLineLength);
    EXPECT_GT(count_characters(joined), kMaxLineLength - 12) << "one more would have fitted";
    EXPECT_EQ(joined.substr(0, 14), "/mnt/0, /mnt/1");
}
