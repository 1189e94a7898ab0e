#include "common/net/socket_address.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstring>

namespace monitoring {
namespace {

/// The text of an address that went through its form for connect(2).
std::string there_and_back(std::string_view text) {
    const auto address = to_socket_address(*parse_ip_address(text), 53);
    return address ? ip_address_in(address->get())->text() : "none";
}

TEST(SocketAddress, IsTheAddressWithItsPortAndItsScope) {
    EXPECT_EQ(there_and_back("192.0.2.53"), "192.0.2.53");
    EXPECT_EQ(there_and_back("2001:db8::53"), "2001:db8::53");
    EXPECT_EQ(there_and_back("fe80::53%lo"), "fe80::53%lo");
    sockaddr_in ipv4{};
    std::memcpy(&ipv4, to_socket_address(*parse_ip_address("192.0.2.53"), 5300)->get(),
                sizeof ipv4);
    EXPECT_EQ(ntohs(ipv4.sin_port), 5300);
}

TEST(SocketAddress, IsNoneWithTheScopeOfNoInterface) {
    EXPECT_EQ(there_and_back("fe80::53%nowhere"), "none");
    EXPECT_EQ(there_and_back("fe80::53%0"), "none");
}

}  // namespace
}  // namespace monitoring
