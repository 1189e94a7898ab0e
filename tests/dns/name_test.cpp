#include "common/dns/name.hpp"

#include <gtest/gtest.h>

#include "common/dns/record_type.hpp"
#include "common/dns/server.hpp"
#include "common/text/error.hpp"

namespace monitoring {
namespace {

std::string mistake_in(const std::string& text) {
    try {
        return "a name: " + domain_name_option(text);
    } catch (const UsageError& error) {
        return error.what();
    }
}

TEST(DomainNameOption, TakesWhatCanBeAskedFor) {
    const std::string longest(63, 'a');
    for (const auto& name :
         {std::string("www.example.com"), std::string("example.com."), std::string("localhost"),
          std::string("."), std::string("_sip._tcp.x"), std::string("0/25.2.0.192.in-addr.arpa"),
          std::string("::1"), std::string("*.example.com"), longest + ".com"}) {
        EXPECT_EQ(domain_name_option(name), name);
        EXPECT_TRUE(is_domain_name(name));
    }
}

TEST(DomainNameOption, SaysWhatIsWrong) {
    EXPECT_EQ(mistake_in(""), "'' is empty");
    for (const std::string name : {"a..b", ".a", "a..", ".."}) {
        EXPECT_EQ(mistake_in(name), "'" + name + "' has nothing between two dots");
    }
    const std::string label(64, 'a');
    EXPECT_EQ(mistake_in(label), "'" + label + "' has more than 63 characters between two dots");
    for (const std::string name : {"a b", "a\\b", "a\nb", "b\xC3\xBC.example", "user:x@example",
                                   "https://example/", "example?token=x"}) {
        EXPECT_EQ(mistake_in(name), "'" + name +
                                        "' has a character that is none of a host's name (others "
                                        "are written as xn--...)");
    }
}

TEST(DomainNameOption, TakesAtMost253Characters) {
    std::string name(61, 'a');
    for (int i = 0; i < 3; ++i) name += "." + std::string(63, 'a');
    EXPECT_EQ(name.size(), 253U);
    EXPECT_TRUE(is_domain_name(name));
    EXPECT_TRUE(is_domain_name(name + "."));
    EXPECT_EQ(mistake_in("a" + name), "'a" + name + "' is longer than 253 characters");
}

TEST(ReverseName, IsTheAddressBackwards) {
    EXPECT_EQ(reverse_name(*parse_ip_address("192.0.2.1")), "1.2.0.192.in-addr.arpa");
    EXPECT_EQ(reverse_name(*parse_ip_address("2001:db8::c")),
              "c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}

TEST(NormalName, HasLowerCaseAndNoDotAtItsEnd) {
    EXPECT_EQ(normal_name("WWW.Example.Com."), "www.example.com");
    EXPECT_EQ(normal_name("."), ".");
    EXPECT_EQ(normal_name("@[`{"), "@[`{");
}

TEST(RecordTypeOption, TakesNamesInAnyCase) {
    EXPECT_EQ(record_type_option("A"), RecordType::a);
    EXPECT_EQ(record_type_option("srv"), RecordType::srv);
    EXPECT_EQ(record_type_name(record_type_option("Aaaa")), "AAAA");
    for (const char* text : {"", "B", "AA", "A.", "CNAME", "ANY", "1"}) {
        EXPECT_THROW(static_cast<void>(record_type_option(text)), UsageError) << text;
    }
}

TEST(ServerOption, TakesAnAddressAndPerhapsAPort) {
    for (const char* text : {"192.0.2.53", "192.0.2.53:5300", "2001:db8::53", "[2001:db8::53]:5300",
                             "fe80::1%eth0", "[fe80::1%eth0]:5300"}) {
        EXPECT_EQ(server_option(text).text(), text);
    }
    EXPECT_EQ(server_option("[::1]").text(), "::1");
    EXPECT_EQ(server_option("[::1]:53").text(), "::1");
    EXPECT_EQ(server_option("192.0.2.53:53").text(), "192.0.2.53");
}

TEST(ServerOption, TakesNothingElse) {
    for (const char* text : {"", "ns.example.com", "192.0.2", "192.0.2.53:", "192.0.2.53:0",
                             "192.0.2.53:65536", "[192.0.2.53]", "::1:5300x", "192.0.2.1%eth0"}) {
        EXPECT_THROW(static_cast<void>(server_option(text)), UsageError) << text;
    }
}

}  // namespace
}  // namespace monitoring
