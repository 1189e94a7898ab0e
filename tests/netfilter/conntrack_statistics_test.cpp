#include "common/netfilter/conntrack_statistics.hpp"

#include <errno.h>
#include <gtest/gtest.h>

#include <string>

#include "common/text/error.hpp"

namespace monitoring {
namespace {

template <typename Number>
std::string bytes(Number number) {
    return {reinterpret_cast<const char*>(&number), sizeof number};
}

std::string message(std::uint16_t type, std::uint32_t sequence, const std::string& content) {
    return bytes(static_cast<std::uint32_t>(16 + content.size())) + bytes(type) +
           bytes(std::uint16_t{2}) + bytes(sequence) + bytes(std::uint32_t{0}) + content;
}

/// An attribute with a number in the network's order.
std::string attribute(std::uint16_t type, std::uint32_t number) {
    return bytes(std::uint16_t{8}) + bytes(type) + bytes(__builtin_bswap32(number));
}

constexpr std::uint16_t kInsertFailed = 9;
constexpr std::uint16_t kDrop = 10;
constexpr std::uint16_t kEarlyDrop = 11;

std::string processor(std::uint32_t drop, std::uint32_t early, std::uint32_t failed,
                      std::uint32_t sequence = 7) {
    return message(0x104, sequence,
                   std::string(4, '\0') + attribute(2, 99) + attribute(kInsertFailed, failed) +
                       attribute(kDrop, drop) + attribute(kEarlyDrop, early) + attribute(12, 77));
}

std::string end() { return message(3, 7, bytes(0)); }

TEST(ParseConntrackStatistics, AddsUpWhatWasDroppedOnAllProcessors) {
    const auto statistics =
        parse_conntrack_statistics(processor(1, 20, 300) + processor(0xffffffff, 0, 0), 7);
    EXPECT_EQ(statistics.drops, std::uint64_t{321} + 0xffffffff);
    EXPECT_EQ(statistics.processors, 2U);
    EXPECT_FALSE(statistics.is_last);
    EXPECT_TRUE(parse_conntrack_statistics(processor(1, 2, 3) + end(), 7).is_last);
}

TEST(ParseConntrackStatistics, TakesNoAnswerToAnotherQuestion) {
    const auto statistics = parse_conntrack_statistics(processor(1, 2, 3, 6) + end(), 7);
    EXPECT_EQ(statistics.processors, 0U);
    EXPECT_EQ(statistics.drops, 0U);
}

std::string reason(const std::string& datagram) {
    try {
        static_cast<void>(parse_conntrack_statistics(datagram, 7));
        return "";
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(ParseConntrackStatistics, SaysWhyTheKernelRefuses) {
    EXPECT_EQ(reason(message(2, 7, bytes(-EPERM))),
              "cannot ask the kernel for them: Operation not permitted (needs root or "
              "CAP_NET_ADMIN)");
    EXPECT_EQ(reason(message(2, 7, bytes(-EINVAL))),
              "cannot ask the kernel for them: Invalid argument");
}

TEST(ParseConntrackStatistics, ThrowsForWhatIsCutShort) {
    const auto whole = processor(1, 2, 3);
    for (std::size_t length = 1; length < whole.size(); ++length) {
        EXPECT_EQ(reason(whole.substr(0, length)), "cannot ask the kernel for them: Bad message")
            << length;
    }
    auto loose = whole;
    loose[20] = 3;  // the length of the first attribute, less than its header
    EXPECT_EQ(reason(loose), "cannot ask the kernel for them: Bad message");
}

}  // namespace
}  // namespace monitoring
