#include "common/net/interface_addresses.hpp"

#include <gtest/gtest.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "common/runtime/file.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

/// Whether an interface is switched on, asked in another way than by netlink.
bool is_switched_on(const std::string& interface) {
    const UniqueFd any_socket(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ifreq request{};
    std::strncpy(request.ifr_name, interface.c_str(), sizeof request.ifr_name - 1);
    EXPECT_EQ(ioctl(any_socket.get(), SIOCGIFFLAGS, &request), 0) << interface;
    return (request.ifr_flags & IFF_UP) != 0;
}

TEST(InterfaceAddresses, AreThoseOfTheLoopbackInterfaceAmongOthers) {
    if (lacks(is_switched_on("lo"), "the interface lo to be up")) return;
    const auto addresses = interface_addresses();
    const auto loopback = std::find_if(
        addresses.begin(), addresses.end(),
        [](const InterfaceAddress& each) { return each.address.text() == "127.0.0.1"; });
    ASSERT_NE(loopback, addresses.end());
    EXPECT_EQ(loopback->interface, "lo");
    EXPECT_TRUE(loopback->is_up);
}

TEST(InterfaceAddresses, AreOfInterfacesThatExist) {
    for (const auto& [interface, address, is_up] : interface_addresses()) {
        EXPECT_NE(if_nametoindex(interface.c_str()), 0U) << interface;
        EXPECT_EQ(is_up, is_switched_on(interface)) << interface;
        EXPECT_TRUE(parse_ip_address(address.text())) << interface;
        EXPECT_TRUE(address.scope.empty() || address.scope == interface) << address.text();
    }
}

}  // namespace
}  // namespace monitoring
