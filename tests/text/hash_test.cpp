#include "common/text/hash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
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

TEST(HashFraction, IsAlwaysTheSame) {
    EXPECT_EQ(hash_fraction({}), hash_fraction({}));
    EXPECT_EQ(hash_fraction({"host", "", "check-tcp"}), hash_fraction({"host", "", "check-tcp"}));
    // Worked out by another implementation. Another number after an update of ours would have
    // every host run its checks at another time.
    EXPECT_DOUBLE_EQ(hash_fraction({"web-1", "", "check-tcp"}), 0.11592552053131233);
}

TEST(HashFraction, TellsListsApart) {
    const std::set<double> fractions = {
        hash_fraction({}),          hash_fraction({""}),        hash_fraction({"", ""}),
        hash_fraction({"abc"}),     hash_fraction({"ab", "c"}), hash_fraction({"a", "bc"}),
        hash_fraction({"bc", "a"}),
    };
    EXPECT_EQ(fractions.size(), 7U);
}

TEST(HashFraction, IsSpreadEvenlyOverHosts) {
    for (const std::string form : {"web-", "web-001.example.com/", ""}) {
        std::array<int, 10> tenths{};
        for (int i = 0; i < 1000; ++i) {
            const auto host = form + std::to_string(i);
            const double fraction = hash_fraction({host, "", "check-tcp", "-p", "80"});
            ASSERT_GE(fraction, 0);
            ASSERT_LT(fraction, 1);
            ++tenths.at(static_cast<std::size_t>(fraction * 10));
        }
        EXPECT_GE(*std::min_element(tenths.begin(), tenths.end()), 50) << form;
        EXPECT_LE(*std::max_element(tenths.begin(), tenths.end()), 150) << form;
    }
}

// The last word is what differs, which an FNV hash alone would hardly show.
TEST(HashFraction, IsSpreadEvenlyOverTheChecksOfAHost) {
    std::array<int, 10> tenths{};
    for (int port = 0; port < 1000; ++port) {
        const auto text = std::to_string(port);
        ++tenths.at(static_cast<std::size_t>(hash_fraction({"web-1", "check-tcp", text}) * 10));
    }
    EXPECT_GE(*std::min_element(tenths.begin(), tenths.end()), 50);
    EXPECT_LE(*std::max_element(tenths.begin(), tenths.end()), 150);
}
