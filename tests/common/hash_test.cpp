#include "common/hash.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

using namespace monitoring;
using namespace std::string_view_literals;

TEST(HashWords, IsTheOffsetBasisForNoWords) {
    EXPECT_EQ(hash_words({}), "6c62272e07bb014262b821756295c58d");
}

// Worked out by another implementation of FNV-1a-128, over "6:foobar" and so on.
TEST(HashWords, IsFnv1aOverEachWordWithItsLengthInFront) {
    EXPECT_EQ(hash_words({""}), "088094d195ab1be95aa07330557013b7");
    EXPECT_EQ(hash_words({"a"}), "a68c894e6e8b5822836dbc791ef90399");
    EXPECT_EQ(hash_words({"foobar"}), "0ed910ef35659a4dca508f346263a8e4");
    EXPECT_EQ(hash_words({"ab", "c"}), "3009db684e4ff78ce9bd8de4b8b53d76");
}

TEST(HashWords, TakesBytesAsTheyAre) {
    EXPECT_EQ(hash_words({"\xff\0"sv}), "6822d92f5a757277b806e91038ab31ea");
}

TEST(HashWords, TellsListsApartThatReadTheSameInARow) {
    const std::set<std::string> hashes = {
        hash_words({}),          hash_words({""}),        hash_words({"", ""}),
        hash_words({"abc"}),     hash_words({"ab", "c"}), hash_words({"a", "bc"}),
        hash_words({"bc", "a"}), hash_words({"1:a"}),     hash_words({"a1:b"}),
        hash_words({"a", "b"}),
    };
    EXPECT_EQ(hashes.size(), 10U);
}
