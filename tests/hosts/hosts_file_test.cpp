#include "common/hosts/hosts_file.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <string>
#include <vector>

using namespace monitoring;

using Texts = std::vector<std::string>;

static Texts found(std::string_view text, std::string_view name = "db", int family = AF_UNSPEC) {
    Texts texts;
    for (const auto& address : find_in_hosts(text, name, family)) texts.push_back(address.text());
    return texts;
}

TEST(HostsFile, HasAnyNameOfALine) {
    EXPECT_EQ(found("192.0.2.1 db\n"), Texts{"192.0.2.1"});
    EXPECT_EQ(found("192.0.2.1 x.example.com x db\n"), Texts{"192.0.2.1"});
    EXPECT_EQ(found("192.0.2.1 dba a.db db.example.com\n"), Texts{});
}

TEST(HostsFile, KnowsLettersInEitherCase) {
    EXPECT_EQ(found("192.0.2.1 DB\n"), Texts{"192.0.2.1"});
    EXPECT_EQ(found("192.0.2.1 db\n", "Db"), Texts{"192.0.2.1"});
}

TEST(HostsFile, MayLackTheLastNewline) { EXPECT_EQ(found("192.0.2.1 db"), Texts{"192.0.2.1"}); }

TEST(HostsFile, MayHaveBlanksAndCarriageReturns) {
    EXPECT_EQ(found(" 192.0.2.1\t x\tdb\r\n"), Texts{"192.0.2.1"});
}

TEST(HostsFile, MayHaveLongLines) {
    EXPECT_EQ(found("# " + std::string(600, '-') + "\n192.0.2.1 " + std::string(9000, 'x') + " db"),
              Texts{"192.0.2.1"});
}

TEST(HostsFile, HasCommentsAndLinesThatAreNone) {
    EXPECT_EQ(found("#192.0.2.1 db\n\n192.0.2.2\n192.0.2.3 x # db\ndb 192.0.2.4\n192.0.2.5 db#\n"),
              Texts{"192.0.2.5"});
}

TEST(HostsFile, GivesAllAddressesOfANameInItsOrder) {
    constexpr auto kText = "2001:db8::9 db\n192.0.2.2 db\n192.0.2.1 db\n192.0.2.2 db db\n";
    EXPECT_EQ(found(kText), (Texts{"2001:db8::9", "192.0.2.2", "192.0.2.1"}));
    EXPECT_EQ(found(kText, "db", AF_INET), (Texts{"192.0.2.2", "192.0.2.1"}));
    EXPECT_EQ(found(kText, "db", AF_INET6), Texts{"2001:db8::9"});
}

TEST(HostsFile, MayWriteIpv4AsIpv6) {
    EXPECT_EQ(found("::ffff:192.0.2.1 db\n", "db", AF_INET), Texts{"192.0.2.1"});
}

TEST(HostsFile, HasNoNumbersInOldFormsAndNoScopes) {
    EXPECT_EQ(found("127.1 db\nfe80::1%lo db\n"), Texts{});
}

TEST(HostsFile, GivesNoMoreThanCanBeTried) {
    std::string text;
    for (int i = 0; i < 256; ++i) text += "192.0.2." + std::to_string(i) + " db\n";
    EXPECT_EQ(found(text).size(), 64U);
}
