#include "common/net/global_addresses.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

namespace monitoring {
namespace {

std::vector<Network> networks(const std::vector<std::string>& texts) {
    std::vector<Network> networks;
    for (const auto& text : texts) networks.push_back(network_option(text));
    return networks;
}

InterfaceAddress on(const std::string& interface, std::string_view address, bool is_up = true) {
    return {interface, parse_ip_address(address).value(), is_up};
}

/// As in "8.8.8.8 on eth0, 1.1.1.1 on lo".
std::string found(const std::vector<InterfaceAddress>& addresses, int family,
                  const AddressRules& rules = {}) {
    std::string text;
    for (const auto& each : global_addresses(addresses, family, rules)) {
        text += (text.empty() ? "" : ", ") + each.address.text() + " on " + each.interface;
    }
    return text;
}

std::string found_ipv4(const std::string& address, const AddressRules& rules) {
    return found({on("eth0", address)}, AF_INET, rules);
}

TEST(GlobalAddresses, AreThoseOfTheFamilyInTheirOrder) {
    const std::vector<InterfaceAddress> addresses = {
        on("lo", "127.0.0.1"),    on("eth0", "192.168.1.10"), on("eth1", "8.8.8.8"),
        on("lo", "8.8.4.4"),      on("eth1", "2600::1"),      on("eth1", "fe80::1%eth1"),
        on("eth2", "2001:db8::1")};
    EXPECT_EQ(found(addresses, AF_INET), "8.8.8.8 on eth1, 8.8.4.4 on lo");
    EXPECT_EQ(found(addresses, AF_INET6), "2600::1 on eth1");
    EXPECT_EQ(found({}, AF_INET), "");
}

TEST(GlobalAddresses, StandOnInterfacesThatAreUp) {
    EXPECT_EQ(found({on("eth0", "8.8.8.8", false), on("eth1", "1.1.1.1")}, AF_INET),
              "1.1.1.1 on eth1");
}

TEST(GlobalAddresses, DoNotStandOnExcludedInterfaces) {
    const std::vector<InterfaceAddress> addresses = {on("docker0", "8.8.8.8"),
                                                     on("br-1", "1.1.1.1"), on("eth0", "9.9.9.9")};
    AddressRules rules;
    rules.excluded_interfaces = {"docker*"};
    EXPECT_EQ(found(addresses, AF_INET, rules), "1.1.1.1 on br-1, 9.9.9.9 on eth0");
    rules.excluded_interfaces = {"docker?", "br-[0-9]"};
    EXPECT_EQ(found(addresses, AF_INET, rules), "9.9.9.9 on eth0");
    rules.excluded_interfaces = {"docker", "eth", "r-1"};
    EXPECT_EQ(found(addresses, AF_INET, rules),
              "8.8.8.8 on docker0, 1.1.1.1 on br-1, 9.9.9.9 on eth0")
        << "a pattern is for the whole name";
}

TEST(GlobalAddresses, AreAlsoThoseThatTheUserTreatsAsGlobal) {
    AddressRules rules;
    EXPECT_EQ(found_ipv4("203.0.113.7", rules), "");
    rules.treat_as_global = networks({"2001:db8::/32", "203.0.113.0/24"});
    EXPECT_EQ(found_ipv4("203.0.113.7", rules), "203.0.113.7 on eth0");
    EXPECT_EQ(found_ipv4("203.0.112.7", rules), "203.0.112.7 on eth0") << "that is no special one";
    EXPECT_EQ(found_ipv4("198.51.100.7", rules), "");
    EXPECT_EQ(found({on("eth0", "2001:db8::7")}, AF_INET6, rules), "2001:db8::7 on eth0");
}

TEST(GlobalAddresses, AreNotThoseThatTheUserCallsPrivate) {
    AddressRules rules;
    rules.is_private = networks({"11.0.0.0/8", "2600::/16"});
    EXPECT_EQ(found_ipv4("11.1.2.3", rules), "");
    EXPECT_EQ(found_ipv4("12.1.2.3", rules), "12.1.2.3 on eth0");
    EXPECT_EQ(found({on("eth0", "2600::1")}, AF_INET6, rules), "");
}

TEST(GlobalAddresses, AreWhatTheUsersLongestPrefixMakesOfThem) {
    AddressRules rules;
    rules.treat_as_global = networks({"10.1.0.0/16", "10.2.3.4"});
    rules.is_private = networks({"10.1.0.0/16", "10.0.0.0/8", "10.1.2.0/24", "0.0.0.0/0"});
    EXPECT_EQ(found_ipv4("10.1.7.7", rules), "") << "equally long: private";
    EXPECT_EQ(found_ipv4("10.1.2.7", rules), "") << "a private part of a global network";
    EXPECT_EQ(found_ipv4("10.2.3.4", rules), "10.2.3.4 on eth0")
        << "a global part of a private one";
    EXPECT_EQ(found_ipv4("10.2.3.5", rules), "");
    EXPECT_EQ(found_ipv4("8.8.8.8", rules), "") << "0.0.0.0/0 holds it";
}

}  // namespace
}  // namespace monitoring
