#include "common/netfilter/netlink_message.hpp"

#include <errno.h>
#include <gtest/gtest.h>

#include "netfilter/netlink_support.hpp"

namespace monitoring {
namespace {

/// The error number of what is thrown; 0 when nothing is.
template <typename Action>
int failure_of(Action action) {
    try {
        action();
        return 0;
    } catch (const NetlinkFailure& failure) {
        return failure.error_number;
    }
}

/// Goes through all attributes.
int failure_in(std::string_view content) {
    return failure_of([&] {
        for (NetlinkAttributes each(content); each.next();) {
        }
    });
}

TEST(NetlinkAttributes, AreReadOneAfterTheOther) {
    const auto content = attribute(1, 0x01020304) + text_attribute(2, "filter") +
                         attribute(0x8003, attribute(7, 8)) + attribute(4, std::string());
    NetlinkAttributes each(content);
    ASSERT_TRUE(each.next());
    EXPECT_EQ(each.type(), 1U);
    EXPECT_EQ(each.number(), 0x01020304U);
    ASSERT_TRUE(each.next());
    EXPECT_EQ(each.text(), "filter");
    ASSERT_TRUE(each.next());
    EXPECT_EQ(each.type(), 3U) << "NLA_F_NESTED is no part of it";
    auto nested = each.nested();
    ASSERT_TRUE(nested.next());
    EXPECT_EQ(nested.number(), 8U);
    EXPECT_FALSE(nested.next());
    ASSERT_TRUE(each.next());
    EXPECT_EQ(each.bytes(), "");
    EXPECT_FALSE(each.next());
    EXPECT_FALSE(each.next());
}

TEST(NetlinkAttributes, AreFoundByTheirType) {
    const auto content = attribute(1, 10) + attribute(2, 20) + attribute(1, 30);
    NetlinkAttributes each(content);
    EXPECT_TRUE(each.find(2));
    EXPECT_EQ(each.number(), 20U);
    EXPECT_TRUE(each.find(1)) << "the next one";
    EXPECT_EQ(each.number(), 30U);
    EXPECT_FALSE(each.find(1));
}

TEST(NetlinkAttributes, MayLackThePaddingOfTheLastOne) {
    auto content = text_attribute(1, "ab");
    content.pop_back();
    EXPECT_EQ(failure_in(content), 0);
}

TEST(NetlinkAttributes, ThatAreCutShortAreAFailure) {
    const auto whole = attribute(1, 10) + attribute(2, 20);
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        EXPECT_EQ(failure_in(std::string_view(whole).substr(0, length)),
                  length % 8 == 0 ? 0 : EBADMSG)
            << length;
    }
}

TEST(NetlinkAttributes, WithAWrongLengthAreAFailure) {
    for (const int length : {0, 1, 3, 9, 255}) {
        auto content = attribute(1, 10);
        content[0] = static_cast<char>(length);
        EXPECT_EQ(failure_in(content), EBADMSG) << length;
    }
    // What is inside does not reach outside.
    auto inner = attribute(7, 8);
    inner[0] = 12;
    const auto outer = attribute(1, inner) + attribute(2, 20);
    NetlinkAttributes each(outer);
    ASSERT_TRUE(each.next());
    EXPECT_EQ(failure_of([&] { static_cast<void>(each.nested().next()); }), EBADMSG);
}

TEST(NetlinkAttributes, OfAnotherTypeThanExpectedAreAFailure) {
    const auto content = attribute(1, std::string("abc")) + attribute(2, std::string(8, '\0'));
    NetlinkAttributes each(content);
    ASSERT_TRUE(each.next());
    EXPECT_EQ(failure_of([&] { static_cast<void>(each.number()); }), EBADMSG);
    EXPECT_EQ(failure_of([&] { static_cast<void>(each.text()); }), EBADMSG) << "no NUL";
    ASSERT_TRUE(each.next());
    EXPECT_EQ(failure_of([&] { static_cast<void>(each.number()); }), EBADMSG);
    EXPECT_EQ(each.text(), "");
}

constexpr std::uint16_t kType = 0xa03;
constexpr std::uint16_t kError = 2;
constexpr std::uint16_t kDone = 3;

/// A message with the header of netfilter, of that family, and one attribute.
std::string object(std::uint32_t number, char family = 2, std::uint32_t sequence = 7,
                   std::uint16_t flags = 2) {
    return message(kType, sequence, family + std::string(3, '\0') + attribute(1, number), flags);
}

std::string end(int error = 0) { return message(kDone, 7, bytes(error)); }

/// The numbers in the messages that a dump consists of, in one datagram.
std::string numbers_in(const std::string& datagram, bool is_dump = true) {
    NetlinkAnswer answer(kType, 7, is_dump);
    answer.add(datagram);
    std::string numbers;
    while (auto next = answer.next()) {
        if (next->attributes.find(1)) numbers += std::to_string(next->attributes.number()) + " ";
    }
    return numbers + (answer.is_complete() ? "complete" : "more");
}

int failure_in_answer(const std::string& datagram) {
    return failure_of([&] { numbers_in(datagram); });
}

TEST(NetlinkAnswer, HasMessagesUpToTheLastOne) {
    EXPECT_EQ(numbers_in(object(1) + object(2)), "1 2 more");
    EXPECT_EQ(numbers_in(object(1) + object(2) + end()), "1 2 complete");
    EXPECT_EQ(numbers_in(end()), "complete");
    EXPECT_EQ(numbers_in(object(1) + end() + object(2)), "1 complete");
    EXPECT_EQ(numbers_in(""), "more");
    EXPECT_TRUE(NetlinkAnswer().is_complete());
}

TEST(NetlinkAnswer, IsOneMessageUnlessItIsADump) {
    EXPECT_EQ(numbers_in(object(1) + object(2), false), "1 complete");
}

TEST(NetlinkAnswer, ComesInSeveralDatagrams) {
    NetlinkAnswer answer(kType, 7, true);
    const auto first = object(1, 10);
    answer.add(first);
    EXPECT_EQ(answer.next()->family, 10);
    EXPECT_FALSE(answer.next());
    EXPECT_FALSE(answer.is_complete());
    const auto second = end();
    answer.add(second);
    EXPECT_FALSE(answer.next());
    EXPECT_TRUE(answer.is_complete());
}

TEST(NetlinkAnswer, LeavesOutWhatBelongsToAnotherQuestionOrIsOfAnotherType) {
    EXPECT_EQ(numbers_in(object(1, 2, 6) + message(1, 7, "") + message(0xa06, 7, "abcd") +
                         message(kError, 6, bytes(-EPERM)) + object(2) + end()),
              "2 complete");
}

TEST(NetlinkAnswer, MayBeAnError) {
    EXPECT_EQ(failure_in_answer(message(kError, 7, bytes(-EPERM))), EPERM);
    EXPECT_EQ(failure_in_answer(object(1) + end(-ENOENT)), ENOENT);
    EXPECT_EQ(numbers_in(message(kError, 7, bytes(0))), "complete") << "an acknowledgement";
}

TEST(NetlinkAnswer, MayBeInterrupted) {
    constexpr std::uint16_t kDumpInterrupted = 0x10;
    EXPECT_EQ(failure_in_answer(object(1) + object(2, 2, 7, 2 | kDumpInterrupted)), EINTR);
    EXPECT_EQ(failure_in_answer(message(kDone, 7, bytes(0), 2 | kDumpInterrupted)), EINTR);
}

TEST(NetlinkAnswer, ThatIsCutShortIsAFailure) {
    for (const auto& whole : {object(1), end(), message(kError, 7, bytes(-EPERM))}) {
        for (std::size_t length = 1; length < whole.size(); ++length) {
            EXPECT_EQ(failure_in_answer(whole.substr(0, length)), EBADMSG) << length;
        }
    }
    // A message that is shorter than what has to be in it.
    EXPECT_EQ(failure_in_answer(message(kType, 7, "abc")), EBADMSG);
    EXPECT_EQ(failure_in_answer(message(kDone, 7, "abc")), EBADMSG);
    auto lying = object(1);
    lying[0] = 15;
    EXPECT_EQ(failure_in_answer(lying), EBADMSG);
}

TEST(NetlinkAnswer, EndsSomewhere) {
    NetlinkAnswer answer(kType, 7, true);
    const auto foreign = message(kType, 8, "");
    const auto flood = [&] {
        for (unsigned count = 0; count < (1U << 20) + 2; ++count) {
            answer.add(foreign);
            static_cast<void>(answer.next());
        }
    };
    EXPECT_EQ(failure_of(flood), E2BIG);
}

}  // namespace
}  // namespace monitoring
