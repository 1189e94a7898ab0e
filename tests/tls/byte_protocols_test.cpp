#include <gtest/gtest.h>

#include "tls/dialogue_script.hpp"

namespace monitoring {
namespace {

using namespace std::string_literals;

const auto kLdapRequest =
    "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
    "1.3.6.1.4.1.1466.20037"s;

std::string ldap(const std::string& answer) {
    return run(StartTls::ldap, {"", kLdapRequest, answer});
}

TEST(Ldap, AsksByTheExtension) {
    EXPECT_EQ(ldap("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"s), "");
    // As Active Directory writes lengths.
    EXPECT_EQ(ldap("\x30\x84\x00\x00\x00\x10\x02\x01\x01\x78\x84\x00\x00\x00\x07\x0a\x01\x00\x04"
                   "\x00\x04\x00"s),
              "");
    EXPECT_EQ(ldap("\x30\x0f\x02\x01\x01\x78\x0a\x0a\x01\x02\x04\x00\x04\x03no!"s),
              "it refuses StartTLS: 'result 2: no!'");
    EXPECT_EQ(ldap("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x34\x04\x00\x04\x00"s),
              "it refuses StartTLS: 'result 52'");
    EXPECT_EQ(ldap("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00\x30"s),
              kMore + "StartTLS before TLS");
}

TEST(Ldap, IsSomethingElse) {
    EXPECT_EQ(ldap(kBanner), "it does not speak LDAP" + kNo);
    EXPECT_EQ(ldap("\x30\x80\x02\x01"s), "it does not speak LDAP: '0\uFFFD\\x02\\x01'");
    EXPECT_EQ(ldap("\x30\x85\x02\x01"s), "it does not speak LDAP: '0\uFFFD\\x02\\x01'");
    EXPECT_EQ(ldap("\x30\x83\xff\xff\xff"s), "it does not speak LDAP: '0\uFFFD\uFFFD\uFFFD\uFFFD'");
    EXPECT_EQ(ldap("\x30\x03\x02\x01\x01"s), "it does not speak LDAP: '0\\x03\\x02\\x01\\x01'");
    EXPECT_EQ(ldap("\x30\x05\x02\x01\x01\x78\x00"s).find("it does not speak LDAP"), 0U);
    // A search's result.
    EXPECT_EQ(ldap("\x30\x0c\x02\x01\x01\x65\x07\x0a\x01\x00\x04\x00\x04\x00"s)
                  .find("it does not speak LDAP"),
              0U);
}

std::string mysql_greeting(char capabilities) {
    const auto message =
        "\x0a"
        "8.0.1\0"s +
        std::string(4, '\1') + std::string(8, 'n') + '\0' + "\xff"s + capabilities +
        std::string(30, '\0');
    return std::string(1, static_cast<char>(message.size())) + "\0\0\0"s + message;
}

const auto kMysqlRequest = "\x20\0\0\x01\x01\x8a\x08\0\0\0\0\x01\x21"s + std::string(23, '\0');

TEST(Mysql, AsksWhereItIsOffered) {
    EXPECT_EQ(run(StartTls::mysql, {mysql_greeting('\x0f'), kMysqlRequest}), "");
    EXPECT_EQ(run(StartTls::mysql, {mysql_greeting('\xf7')}), "it does not offer TLS");
    EXPECT_EQ(run(StartTls::mysql, {mysql_greeting('\x0f') + "x"}),
              kMore + "the connection before TLS");
    EXPECT_EQ(run(StartTls::mysql, {"\x17\0\0\0\xff\x6a\x04"
                                    "Host is not allowed."s}),
              "it refuses the connection: '1130 Host is not allowed.'");
    EXPECT_EQ(run(StartTls::mysql, {"\x0c\0\0\0\xff\x10\x04#08004Too"s}),
              "it refuses the connection: '1040 Too'");
}

TEST(Mysql, IsSomethingElse) {
    EXPECT_EQ(run(StartTls::mysql, {kBanner}), "it does not speak MySQL's protocol" + kNo);
    EXPECT_EQ(run(StartTls::mysql, {"220 mail\r\n"}),
              "it does not speak MySQL's protocol: '220 mail'");
    EXPECT_EQ(run(StartTls::mysql, {"\x03\0\0\0\x0a"
                                    "8."s})
                  .find("it does not speak MySQL's"),
              0U);
    EXPECT_EQ(run(StartTls::mysql, {"\x09\0\0\0\x09"
                                    "3.23.58\0"s})
                  .find("it does not speak"),
              0U);
    EXPECT_EQ(run(StartTls::mysql, {"\0\0\0\0"s}).find("it does not speak MySQL's"), 0U);
    EXPECT_EQ(run(StartTls::mysql, {"\x01\0\0\0\xff"s}), "it refuses the connection: ''");
}

}  // namespace
}  // namespace monitoring
