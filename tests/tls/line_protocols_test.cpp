#include <gtest/gtest.h>

#include "tls/dialogue_script.hpp"

namespace monitoring {
namespace {

using namespace std::string_literals;

TEST(Lmtp, SaysLhlo) {
    const auto lhlo = "LHLO mail.example.com\r\n"s;
    EXPECT_EQ(run(StartTls::lmtp, {"220 lmtp\r\n", lhlo, "250-lmtp\r\n250 STARTTLS\r\n",
                                   "STARTTLS\r\n", "220 go\r\n"}),
              "");
    EXPECT_EQ(run(StartTls::lmtp, {"220 lmtp\r\n", lhlo, "250 lmtp\r\n"}),
              "it does not offer STARTTLS");
    EXPECT_EQ(run(StartTls::lmtp, {"220 smtp\r\n", lhlo, "500 what\r\n"}),
              "it refuses LHLO: '500 what'");
    EXPECT_EQ(run(StartTls::lmtp, {kBanner}), "it does not speak LMTP" + kNo);
}

TEST(Nntp, AsksAtOnce) {
    for (const auto* const greeting : {"200 posting\r\n", "201 reading\r\n"}) {
        EXPECT_EQ(run(StartTls::nntp, {greeting, "STARTTLS\r\n", "382 go\r\n"}), "");
    }
    EXPECT_EQ(run(StartTls::nntp, {"400 full\r\n"}), "it refuses the connection: '400 full'");
    EXPECT_EQ(run(StartTls::nntp, {"200 news\r\n", "STARTTLS\r\n", "580 no\r\n"}),
              "it refuses STARTTLS: '580 no'");
    EXPECT_EQ(run(StartTls::nntp, {"200 news\r\n", "STARTTLS\r\n", "382 go\r\n200 evil\r\n"}),
              kMore + "STARTTLS before TLS");
    EXPECT_EQ(run(StartTls::nntp, {kBanner}), "it does not speak NNTP" + kNo);
}

TEST(Sieve, WaitsForTheOffer) {
    const auto greeting =
        "\"IMPLEMENTATION\" \"d\"\r\n\"SASL\" \"\"\r\n\"STARTTLS\"\r\nOK \"r\"\r\n"s;
    EXPECT_EQ(run(StartTls::sieve, {greeting, "STARTTLS\r\n", "OK \"Begin\"\r\n"}), "");
    EXPECT_EQ(run(StartTls::sieve, {"\"starttls\"\r\nok\r\n", "STARTTLS\r\n", "ok\r\n"}), "");
    EXPECT_EQ(run(StartTls::sieve, {"\"IMPLEMENTATION\" \"STARTTLS\"\r\nOK\r\n"}),
              "it does not offer STARTTLS");
    EXPECT_EQ(run(StartTls::sieve, {"BYE \"full\"\r\n"}),
              "it refuses the connection: 'BYE \"full\"'");
    EXPECT_EQ(run(StartTls::sieve, {"\"STARTTLS\"\r\nNO\r\n"}), "it refuses the connection: 'NO'");
    EXPECT_EQ(run(StartTls::sieve, {greeting, "STARTTLS\r\n", "NO \"later\"\r\n"}),
              "it refuses STARTTLS: 'NO \"later\"'");
    EXPECT_EQ(run(StartTls::sieve, {greeting, "STARTTLS\r\n", "OK\r\n\"SASL\" \"PLAIN\"\r\n"}),
              kMore + "STARTTLS before TLS");
    EXPECT_EQ(run(StartTls::sieve, {kBanner}), "it does not speak ManageSieve" + kNo);
}

}  // namespace
}  // namespace monitoring
