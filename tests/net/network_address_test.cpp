#include "common/net/network_address.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"

namespace monitoring {
namespace {

std::string text_of(std::string_view text) {
    const auto address = parse_ip_address(text);
    return address ? address->text() : "none";
}

bool contains(std::string_view network, std::string_view address) {
    return network_option(network).contains(parse_ip_address(address).value());
}

std::string host_port(std::string_view text) {
    const auto [host, port] = host_port_option(text);
    return host + " " + (port ? std::to_string(*port) : "-");
}

TEST(ParseIpAddress, TakesBothFamilies) {
    EXPECT_EQ(text_of("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(text_of("2001:DB8:0::1"), "2001:db8::1");
    EXPECT_EQ(text_of("fe80::1%eth0"), "fe80::1%eth0");
}

TEST(ParseIpAddress, TakesNothingElse) {
    for (const std::string_view text :
         {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4%eth0", "fe80::1%", "::1 ", "one", "[::1]",
          "01.2.3.4.", "1.2.3.4/8"}) {
        EXPECT_EQ(text_of(text), "none") << text;
    }
    EXPECT_EQ(text_of(std::string_view("1.2.3.4\0x", 9)), "none");
}

TEST(IpAddress, SortsByItsNumber) {
    EXPECT_LT(parse_ip_address("192.0.2.9"), parse_ip_address("192.0.2.10"));
    EXPECT_LT(parse_ip_address("203.0.113.1"), parse_ip_address("::1"));
    EXPECT_EQ(parse_ip_address("::1"), parse_ip_address("0::1"));
}

TEST(Network, HoldsTheAddressesThatBeginWithItsBits) {
    EXPECT_TRUE(contains("192.168.0.0/16", "192.168.255.255"));
    EXPECT_FALSE(contains("192.168.0.0/16", "192.169.0.0"));
    EXPECT_TRUE(contains("192.168.128.0/17", "192.168.128.1"));
    EXPECT_FALSE(contains("192.168.128.0/17", "192.168.127.255"));
    EXPECT_TRUE(contains("10.1.2.3", "10.1.2.3"));
    EXPECT_FALSE(contains("10.1.2.3", "10.1.2.2"));
    EXPECT_TRUE(contains("0.0.0.0/0", "10.1.2.3"));
    EXPECT_FALSE(contains("0.0.0.0/0", "::1"));
    EXPECT_TRUE(contains("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(contains("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_TRUE(contains("fe80::/10", "fe80::1%eth0"));
    EXPECT_TRUE(contains("192.168.7.7/16", "192.168.1.1")) << "bits of the host do not matter";
}

TEST(Network, IsNothingElse) {
    for (const std::string_view text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0/8",
                                        "10.0.0.0/8x", "10.0.0.0/-1", "fe80::1%eth0/64", "host"}) {
        EXPECT_EQ(parse_network(text), std::nullopt) << text;
        EXPECT_THROW(static_cast<void>(network_option(text)), UsageError) << text;
    }
}

TEST(Networks, HoldWhatOneOfThemHolds) {
    const std::vector networks = {network_option("10.0.0.0/8"), network_option("2001:db8::1")};
    EXPECT_TRUE(is_in_any(networks, ip_address_option("10.1.2.3")));
    EXPECT_TRUE(is_in_any(networks, ip_address_option("2001:db8::1")));
    EXPECT_FALSE(is_in_any(networks, ip_address_option("2001:db8::2")));
    EXPECT_FALSE(is_in_any(networks, ip_address_option("11.0.0.0")));
    EXPECT_FALSE(is_in_any({}, ip_address_option("10.1.2.3")));
    EXPECT_EQ(network_texts(networks), (std::vector<std::string>{"10.0.0.0/8", "2001:db8::1"}));
}

TEST(IpAddressOption, TakesNothingElse) {
    EXPECT_EQ(ip_address_option("::1").text(), "::1");
    for (const std::string_view text : {"", "10.0.0.0/8", "host", "[::1]"}) {
        EXPECT_THROW(static_cast<void>(ip_address_option(text)), UsageError) << text;
    }
}

TEST(HostOption, TakesNamesAndAddresses) {
    for (const std::string text :
         {"localhost", "a-b.example_1.com", "127.0.0.1", "::1", "fe80::1%lo"}) {
        EXPECT_EQ(host_option(text), text);
    }
    EXPECT_EQ(host_option("[2001:db8::1]"), "2001:db8::1");
}

TEST(HostOption, TakesNothingElse) {
    for (const auto* const text : {"", "a b", "user@host", "host/path", "host:80", "[::1]:80", "[]",
                                   "[host]", "[127.0.0.1]", "::g", "a\r\nb", "a#b", "a?b", "é"}) {
        EXPECT_THROW(static_cast<void>(host_option(text)), UsageError) << text;
    }
}

TEST(HostPortOption, TakesNamesAndAddresses) {
    EXPECT_EQ(host_port("example.com"), "example.com -");
    EXPECT_EQ(host_port("example.com:443"), "example.com 443");
    EXPECT_EQ(host_port("192.0.2.1:53"), "192.0.2.1 53");
    EXPECT_EQ(host_port("::1"), "::1 -");
    EXPECT_EQ(host_port("[::1]"), "::1 -");
    EXPECT_EQ(host_port("[fe80::1%eth0]:53"), "fe80::1%eth0 53");
}

TEST(HostPortOption, TakesNothingElse) {
    for (const std::string_view text :
         {"", ":53", "host:", "host:0", "host:65536", "host:x", "[::1", "[::1]53", "[host]:53",
          "[]:53", "1:2:3", "[192.0.2.1]:53", "::1:x", "a b", "a b:53", "a\n", "user@host",
          "https://host/", "fe80::1%a/b"}) {
        EXPECT_THROW(static_cast<void>(host_port_option(text)), UsageError) << text;
    }
}

TEST(HostPortOption, QuotesAUrlWholeSoThatItsPasswordIsSeen) {
    for (const std::string text : {"user:password@host", "https://user:password@host/"}) {
        try {
            static_cast<void>(host_port_option(text));
            ADD_FAILURE() << text;
        } catch (const UsageError& error) {
            EXPECT_EQ(error.what(), "'" + text + "' is neither a host's name nor an address");
        }
    }
}

TEST(FormatHostPort, PutsBracketsAroundIpv6) {
    EXPECT_EQ(format_host_port("192.0.2.1", 53), "192.0.2.1:53");
    EXPECT_EQ(format_host_port("::1", 53), "[::1]:53");
}

}  // namespace
}  // namespace monitoring
