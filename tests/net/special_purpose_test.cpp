#include "common/net/special_purpose.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace monitoring {
namespace {

bool is_global(std::string_view text) {
    return monitoring::is_global(parse_ip_address(text).value());
}

/// The last address before a block, its first and its last one, and the first one behind it. Empty
/// where there is none, or where a neighbour is special, too.
struct Edges {
    std::string before;
    std::string first;
    std::string last;
    std::string behind;
};

void expect_special(const std::vector<Edges>& blocks) {
    for (const auto& [before, first, last, behind] : blocks) {
        EXPECT_FALSE(is_global(first)) << first;
        EXPECT_FALSE(is_global(last)) << last;
        EXPECT_TRUE(before.empty() || is_global(before)) << before;
        EXPECT_TRUE(behind.empty() || is_global(behind)) << behind;
    }
}

void expect_global(const std::vector<Edges>& blocks) {
    for (const auto& [before, first, last, behind] : blocks) {
        EXPECT_TRUE(is_global(first)) << first;
        EXPECT_TRUE(is_global(last)) << last;
        EXPECT_TRUE(before.empty() || !is_global(before)) << before;
        EXPECT_TRUE(behind.empty() || !is_global(behind)) << behind;
    }
}

TEST(IsGlobal, LeavesOutTheSpecialBlocksOfIpv4) {
    expect_special({
        {"", "0.0.0.0", "0.255.255.255", "1.0.0.0"},
        {"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
        {"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
        {"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
        {"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
        {"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
        {"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
        {"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
        {"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
        {"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
        {"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
        {"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
        {"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
        {"223.255.255.255", "224.0.0.0", "239.255.255.255", ""},
        {"", "240.0.0.0", "255.255.255.255", ""},
    });
}

TEST(IsGlobal, LeavesOutTheSpecialBlocksOfIpv6) {
    expect_special({
        {"", "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2000::"},
        {"2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"},
        {"2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"},
        {"2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"},
        {"3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::"},
        {"3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
         "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""},
    });
}

TEST(IsGlobal, KnowsThePartsOfSpecialBlocksThatCanBeReached) {
    expect_global({
        {"192.0.0.8", "192.0.0.9", "192.0.0.10", "192.0.0.11"},
        {"2001:1::", "2001:1::1", "2001:1::3", "2001:1::4"},
        {"2001:2:ffff:ffff:ffff:ffff:ffff:ffff", "2001:3::", "2001:3:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001:4::"},
        {"2001:4:111:ffff:ffff:ffff:ffff:ffff",
         "2001:4:112::", "2001:4:112:ffff:ffff:ffff:ffff:ffff", "2001:4:113::"},
        {"2001:1f:ffff:ffff:ffff:ffff:ffff:ffff",
         "2001:20::", "2001:3f:ffff:ffff:ffff:ffff:ffff:ffff", "2001:40::"},
    });
    for (const auto* const middle :
         {"2001:1::2", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff", "2001:30::"}) {
        EXPECT_TRUE(is_global(middle)) << middle;
    }
}

TEST(IsGlobal, HoldsForWhatTheRegistryListsAsReachable) {
    for (const auto* const text :
         {"192.31.196.0", "192.31.196.255", "192.52.193.0", "192.52.193.255", "192.175.48.0",
          "192.175.48.255", "2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff"}) {
        EXPECT_TRUE(is_global(text)) << text;
    }
}

TEST(IsGlobal, HoldsForOrdinaryAddresses) {
    for (const auto* const text :
         {"1.1.1.1", "8.8.8.8", "172.217.0.1", "2600::1", "2a00:1450::1"}) {
        EXPECT_TRUE(is_global(text)) << text;
    }
}

TEST(IsGlobal, DoesNotHoldForWhatLiesOutsideTheUnicastBlockOfIpv6) {
    for (const auto* const text :
         {"::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "5f00::1",
          "fc00::1", "fdff::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1"}) {
        EXPECT_FALSE(is_global(text)) << text;
    }
}

}  // namespace
}  // namespace monitoring
