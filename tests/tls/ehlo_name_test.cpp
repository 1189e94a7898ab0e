#include "common/tls/ehlo_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace monitoring {
namespace {

const std::string kLiteral = "[192.0.2.1]";

std::string name_of(std::string_view host_name, std::string_view hosts = "") {
    return ehlo_name(host_name, hosts, parse_ip_address("192.0.2.1").value());
}

TEST(MailName, IsTheHostsFullName) {
    EXPECT_EQ(name_of("mail.example.com"), "mail.example.com");
    EXPECT_EQ(name_of("a-1.b.example"), "a-1.b.example");
}

TEST(MailName, IsTheAddressWithoutAFullName) {
    for (const std::string name :
         {"", "mail", "localhost", "localhost.localdomain", "mail.localdomain", "localhost.example",
          "10.0.0.5", "a_b.example", "-a.example", "a..example", ".example", "mail.example.",
          "a b.c"}) {
        EXPECT_EQ(name_of(name), kLiteral) << name;
    }
    EXPECT_EQ(name_of(std::string(64, 'a') + ".example"), kLiteral);
    EXPECT_EQ(ehlo_name("mail", "", parse_ip_address("2001:db8::1").value()), "[IPv6:2001:db8::1]");
    EXPECT_EQ(ehlo_name("mail", "", parse_ip_address("fe80::1%eth0").value()), "[IPv6:fe80::1]");
}

TEST(MailName, StandsInTheFileOfHosts) {
    const auto* const hosts =
        "127.0.0.1 localhost\n# 10.0.0.1 no.example mail\n127.0.1.1\tmail.example.com mail # x\n";
    EXPECT_EQ(name_of("mail", hosts), "mail.example.com");
    EXPECT_EQ(name_of("mail", "10.0.0.1 mail mail.example.org"), "mail.example.org");
    EXPECT_EQ(name_of("other", hosts), kLiteral);
    EXPECT_EQ(name_of("mail", "10.0.0.1 mail\n10.0.0.1 mail.localdomain mail\n"), kLiteral);
    EXPECT_EQ(name_of("localhost", "127.0.0.1 web.example.com localhost"), kLiteral);
}

}  // namespace
}  // namespace monitoring
