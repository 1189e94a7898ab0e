#include "common/hosts/connect.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <string>
#include <vector>

#include "common/runtime/deadline.hpp"

namespace monitoring {
namespace {

constexpr Seconds kPlenty{20};
constexpr Seconds kLittle{0.25};

/// A socket of IPv4 on a free port of the loopback interface, which listens only when told to.
class Port {
public:
    explicit Port(int type = SOCK_STREAM) : socket_(socket(AF_INET, type | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* const pointer = reinterpret_cast<sockaddr*>(&address);
        if (bind(socket_.get(), pointer, size) != 0) ADD_FAILURE() << "bind";
        if (getsockname(socket_.get(), pointer, &size) != 0) ADD_FAILURE() << "getsockname";
        number_ = ntohs(address.sin_port);
    }

    void listen(int backlog) const { EXPECT_EQ(::listen(socket_.get(), backlog), 0); }
    [[nodiscard]] Peer peer(const std::string& host = "127.0.0.1") const {
        return {.host = host, .port = number_};
    }
    [[nodiscard]] std::uint16_t number() const { return number_; }

private:
    UniqueFd socket_;
    std::uint16_t number_ = 0;
};

std::string failure_of(const Peer& peer, Seconds timeout = kPlenty) {
    const auto [socket, failure, has_no_route] = connect_to(peer, timeout);
    EXPECT_EQ(socket.is_open(), failure.empty());
    return failure;
}

TEST(ConnectTo, ReachesAListeningPort) {
    const Port port;
    port.listen(1);
    const auto [socket, failure, has_no_route] = connect_to(port.peer(), kPlenty);
    EXPECT_EQ(failure, "");
    sockaddr_in other{};
    socklen_t size = sizeof(other);
    ASSERT_EQ(getpeername(socket.get(), reinterpret_cast<sockaddr*>(&other), &size), 0);
    EXPECT_EQ(ntohs(other.sin_port), port.number());
}

TEST(ConnectTo, GivesASocketThatNeverBlocks) {
    const Port port;
    port.listen(1);
    const auto connection = connect_to(port.peer(), kPlenty);
    char byte = 0;
    EXPECT_EQ(recv(connection.socket.get(), &byte, 1, 0), -1);
    EXPECT_EQ(errno, EAGAIN);
}

TEST(ConnectTo, SaysThatNobodyListens) {
    EXPECT_EQ(failure_of(Port().peer()), "Connection refused");
}

TEST(ConnectTo, GivesUpOnASilentHost) {
    const Port port;
    port.listen(0);
    // The queue takes one or two connections that nobody accepts; after that it is silent.
    std::vector<Connection> queue;
    while (queue.size() < 10) {
        queue.push_back(connect_to(port.peer(), kLittle));
        if (!queue.back().failure.empty()) break;
    }
    EXPECT_EQ(queue.back().failure, "no answer within 0.25 s");
}

TEST(ConnectTo, TakesAnAddressOfTheAskedFamilyOnly) {
    const Port port;
    port.listen(2);
    Peer peer = port.peer();
    peer.family = AF_INET;
    EXPECT_EQ(failure_of(peer), "");
    peer.family = AF_INET6;
    EXPECT_EQ(failure_of(peer), "Address family for hostname not supported");
}

TEST(ConnectTo, TakesNumbersInTheFormsTheSystemKnows) {
    const Port port;
    port.listen(2);
    EXPECT_EQ(failure_of(port.peer("127.1")), "");
    EXPECT_EQ(failure_of(port.peer("2130706433")), "");
}

TEST(ConnectTo, SaysThatANameIsNotKnown) {
    // No server is asked for what can be no name.
    const std::string host(64, 'a');
    EXPECT_EQ(failure_of({.host = host + ".", .port = 1}), "Name or service not known");
}

TEST(ConnectTo, SaysWhatAScopeLacks) {
    const auto failure_of_host = [](const char* host) {
        return failure_of({.host = host, .port = 1}, kLittle);
    };
    EXPECT_EQ(failure_of_host("fe80::1"), "a link-local address needs a scope such as %eth0");
    EXPECT_EQ(failure_of_host("fe80::1%nowhere"), "no interface nowhere");
    EXPECT_EQ(failure_of_host("::1%nowhere"), "Name or service not known");
}

TEST(ConnectTo, FindsTheRouteOfDatagramsWithoutSendingAny) {
    const Port port(SOCK_DGRAM);
    Peer peer = port.peer();
    peer.is_datagram = true;
    const auto [socket, failure, has_no_route] = connect_to(peer, kPlenty);
    EXPECT_EQ(failure, "");
    sockaddr_in own{};
    socklen_t size = sizeof(own);
    ASSERT_EQ(getsockname(socket.get(), reinterpret_cast<sockaddr*>(&own), &size), 0);
    EXPECT_EQ(ntohl(own.sin_addr.s_addr), INADDR_LOOPBACK);
    int type = 0;
    size = sizeof(type);
    ASSERT_EQ(getsockopt(socket.get(), SOL_SOCKET, SO_TYPE, &type, &size), 0);
    EXPECT_EQ(type, SOCK_DGRAM);
}

TEST(DeadlineTest, IsOverAfterItsTime) {
    EXPECT_GT(Deadline(kPlenty).remaining().count(), 0);
    EXPECT_LE(Deadline(kPlenty).remaining(), kPlenty);
    EXPECT_EQ(Deadline(Seconds(0)).remaining().count(), 0);
    EXPECT_EQ(Deadline(Seconds(-1)).remaining().count(), 0);
    EXPECT_GT(Deadline(Seconds(1e300)).remaining().count(), 3600);
}

TEST(DeadlineTest, NamesTheTimeWithoutTheLimitsOfADouble) {
    EXPECT_EQ(Deadline(Seconds(0.9 * 1.1)).failure(), "no answer within 0.99 s");
    EXPECT_EQ(Deadline(Seconds(9)).failure(), "no answer within 9 s");
}

TEST(WaitFor, EndsWithTheFirstEventOrWithTheTime) {
    std::array<int, 2> ends{};
    ASSERT_EQ(pipe(ends.data()), 0);
    const UniqueFd reader(ends[0]);
    {
        const UniqueFd writer(ends[1]);
        EXPECT_TRUE(wait_for(writer.get(), POLLOUT, kPlenty));
        EXPECT_FALSE(wait_for(reader.get(), POLLIN, Seconds(0.01)));
    }
    EXPECT_TRUE(wait_for(reader.get(), POLLIN, kPlenty));
}

}  // namespace
}  // namespace monitoring
