#include "common/hosts/address_order.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/net/network_address.hpp"

using namespace monitoring;

using Texts = std::vector<std::string>;

static Texts sorted(const Texts& texts) {
    std::vector<SocketAddress> addresses;
    for (const auto& text : texts) {
        addresses.push_back(to_socket_address(*parse_ip_address(text), 1).value());
    }
    sort_by_preference(addresses);
    Texts result;
    for (const auto& address : addresses) {
        result.push_back(ip_address_in(address.get())->text());
    }
    return result;
}

// The loopback interface alone is alike on each host.
TEST(AddressOrder, LeavesAlikeOnesAsTheyAre) {
    EXPECT_EQ(sorted({}), Texts{});
    EXPECT_EQ(sorted({"127.0.0.3"}), Texts{"127.0.0.3"});
    const Texts loopback = {"127.0.0.3", "127.0.0.1", "127.0.0.2"};
    EXPECT_EQ(sorted(loopback), loopback);
}

TEST(AddressOrder, BeginsWithWhatThereIsAWayTo) {
    // To all hosts nobody may send unasked, and a link-local address needs a scope.
    EXPECT_EQ(sorted({"255.255.255.255", "127.0.0.1"}), (Texts{"127.0.0.1", "255.255.255.255"}));
    EXPECT_EQ(sorted({"fe80::1", "127.0.0.1", "fe80::2"}),
              (Texts{"127.0.0.1", "fe80::1", "fe80::2"}));
}
