#include "common/dns/socket_log.hpp"

#include <errno.h>
#include <gtest/gtest.h>

#include "support/dns_message.hpp"

namespace monitoring {
namespace {

std::string message(unsigned flags, const std::string& number = two_bytes(4711),
                    std::string_view name = "www.example.com", unsigned type = 1) {
    return WireMessage{.number = number,
                       .flags = flags,
                       .question = wire_name(name) + two_bytes(type) + two_bytes(1)}
        .bytes();
}

const std::string kAsked = message(0x0100);

TEST(IsAnswerTo, ComparesTheNumberAndTheQuestion) {
    EXPECT_TRUE(is_answer_to(kAsked, message(0x8180)));
    EXPECT_TRUE(is_answer_to(kAsked, message(0x8180, two_bytes(4711), "WWW.EXAMPLE.COM")));
    EXPECT_FALSE(is_answer_to(kAsked, message(0x8180, two_bytes(4712))));
    EXPECT_FALSE(is_answer_to(kAsked, message(0x8180, two_bytes(4711), "www.example.net")));
    EXPECT_FALSE(is_answer_to(kAsked, message(0x8180, two_bytes(4711), "www.example.com", 28)));
    EXPECT_FALSE(is_answer_to(kAsked, message(0x8180).substr(0, 20)));
}

TEST(IsAnswerTo, WantsNoQuestionInAnError) {
    const auto header = [](unsigned flags) {
        return WireMessage{.flags = flags, .question = ""}.bytes();
    };
    EXPECT_TRUE(is_answer_to(kAsked, header(0x8181)));
    EXPECT_FALSE(is_answer_to(kAsked, header(0x8180)));
    EXPECT_FALSE(is_answer_to(kAsked, header(0x8181).substr(0, 11)));
    EXPECT_FALSE(is_answer_to(kAsked, ""));
    EXPECT_FALSE(is_answer_to("", header(0x8181)));
}

TEST(ProblemOf, IsWhatTheSocketsSayBeforeWhatTheLibrarySays) {
    const auto problem = [](int error, bool is_closed) {
        SocketLog log;
        log.error = error;
        log.is_closed = is_closed;
        return problem_of(log, "the library's reason").text("S");
    };
    EXPECT_EQ(problem(ECONNREFUSED, false), "connection refused by S");
    EXPECT_EQ(problem(ECONNRESET, false), "connection closed by S");
    EXPECT_EQ(problem(0, true), "connection closed by S");
    EXPECT_EQ(problem(EHOSTUNREACH, false), "cannot send to S: No route to host");
    EXPECT_EQ(problem(0, false), "no usable answer from S: the library's reason");
}

}  // namespace
}  // namespace monitoring
