#include "common/dns/query.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <set>

#include "common/dns/query_socket.hpp"
#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
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

TEST(MakeQuery, AsksForTheNameAndAnnouncesThePayloadInEdns) {
    const auto name_and_type = wire_name("www.example.com") + two_bytes(28) + two_bytes(1);
    const auto query = make_query({"www.example.com", RecordType::aaaa}, 0);
    const WireMessage expected{
        .number = query.substr(0, 2), .flags = 0x0100, .question = name_and_type};
    EXPECT_EQ(query, expected.bytes());
    const auto with_edns = make_query({"www.example.com", RecordType::aaaa}, 1232);
    EXPECT_EQ(with_edns.substr(12, name_and_type.size()), name_and_type);
    EXPECT_EQ(with_edns.substr(12 + name_and_type.size()),
              wire_name(".") + two_bytes(41) + two_bytes(1232) + std::string(6, '\0'));
}

TEST(MakeQuery, NumbersEachQueryAnew) {
    std::set<std::string> numbers;
    for (int i = 0; i < 16; ++i) numbers.insert(make_query({"example.com"}, 0).substr(0, 2));
    EXPECT_GT(numbers.size(), 8U);
}

TEST(MakeQuery, SaysWhichNameNoMessageCanHold) {
    EXPECT_THROW(static_cast<void>(make_query({std::string(64, 'a')}, 0)), Error);
}

/// Why no answer comes.
std::string failure_of(QuerySocket& socket) {
    for (int i = 0; i < 1000; ++i) {
        if (const auto answer = socket.process()) return answer->problem.text("S");
        pollfd awaited = socket.awaited();
        poll(&awaited, 1, 10);
    }
    return "no failure";
}

std::string failure_of(const Server& server, Transport transport) {
    QuerySocket socket(server, {"www.example.com"}, transport);
    return failure_of(socket);
}

TEST(QuerySocket, TakesAnEmptyMessageForAGarbledAnswer) {
    const UniqueFd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(listen(listener.get(), 1), 0);  // on any free port
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &size);
    QuerySocket socket({*parse_ip_address("127.0.0.1"), ntohs(address.sin_port)},
                       {"www.example.com"}, Transport::tcp);
    const UniqueFd connection(accept(listener.get(), nullptr, nullptr));
    EXPECT_EQ(send(connection.get(), "\0\0", 2, 0), 2);
    EXPECT_EQ(failure_of(socket), "garbled answer from S (it is empty)");
}

TEST(QuerySocket, SaysWhyAServerCannotBeAsked) {
    const Server nobody{*parse_ip_address("127.0.0.1"), 1};
    EXPECT_EQ(failure_of(nobody, Transport::udp), "connection refused by S");
    EXPECT_EQ(failure_of(nobody, Transport::tcp), "connection refused by S");
    const Server elsewhere{*parse_ip_address("fe80::1%nowhere")};
    EXPECT_EQ(failure_of(elsewhere, Transport::udp), "cannot send to S: No such device");
}

}  // namespace
}  // namespace monitoring
