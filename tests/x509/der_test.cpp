#include "common/x509/der.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/text/error.hpp"

namespace monitoring {
namespace {

using std::string_literals::operator""s;

const auto kNumber = "\x02\x01\x07"s;
const auto kEnd = "\0\0"s;

/// A SEQUENCE of indefinite length.
std::string open_sequence(const std::string& content) { return "\x30\x80" + content + kEnd; }

void expect_element(const std::string& whole, const std::string& content) {
    for (const auto& behind : {""s, kNumber}) {
        const std::string both = whole + behind;
        std::string_view bytes = both;
        const auto element = take_ber_element(bytes);
        EXPECT_EQ(element.type, DerType::sequence);
        EXPECT_EQ(element.content, content);
        EXPECT_EQ(element.whole, whole);
        EXPECT_EQ(bytes, behind);
    }
}

void expect_mistake(std::string_view bytes, const std::string& mistake) {
    try {
        static_cast<void>(take_ber_element(bytes));
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.what(), mistake);
    }
}

TEST(TakeBerElement, TakesAnyLength) {
    expect_element("\x30\x03" + kNumber, kNumber);
    expect_element(open_sequence(kNumber), kNumber);
    expect_element(open_sequence(""), "");
    const auto nested = open_sequence(kNumber) + "\x30\x05" + kNumber + kEnd;
    expect_element(open_sequence(nested), nested);
}

TEST(TakeBerElement, NamesDamage) {
    const std::string cut = "it is cut short or damaged";
    expect_mistake("", cut);
    expect_mistake("\x30\x80" + kNumber, cut);
    expect_mistake("\x30\x80" + kNumber + "\0"s, cut);
    expect_mistake("\x30\x80\x30\x09" + kNumber + kEnd, cut);
    // Only what consists of elements can end with one.
    expect_mistake("\x04\x80" + kEnd, cut);
}

TEST(TakeBerElement, IsNotLedAnyDepth) {
    std::string deep = kNumber;
    for (int i = 0; i < 32; ++i) deep = open_sequence(deep);
    std::string_view bytes = deep;
    EXPECT_EQ(take_ber_element(bytes).whole, deep);
    expect_mistake(open_sequence(deep), "it is nested too deep");
    std::string hostile;
    for (int i = 0; i < 1'000'000; ++i) hostile += "\x30\x80";
    expect_mistake(hostile, "it is nested too deep");
}

TEST(TakeElement, TakesDefiniteLengthsOnly) {
    const auto open = open_sequence(kNumber);
    std::string_view bytes = open;
    EXPECT_THROW(static_cast<void>(take_element(bytes)), Error);
}

}  // namespace
}  // namespace monitoring
