#include "common/tls/start_tls.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "common/text/error.hpp"
#include "tls/other_end.hpp"

namespace monitoring {
namespace {

const Seconds kPlenty{20};
const StartTlsNames kNames{"mail.example.com", "xmpp.example"};

/// What a server says, and what it must hear after that; an empty one is not waited for.
using Script = std::vector<std::pair<std::string, std::string>>;

/// What start_tls says when a server follows the script and then keeps quiet.
std::string run(StartTls protocol, const Script& script) {
    std::string heard;
    std::string expected;
    std::string failure;
    {
        const OtherEnd server([&](const OtherEnd& end) {
            for (const auto& [answer, question] : script) {
                end.send(answer);
                if (!question.empty()) heard += end.bytes(question.size());
            }
            end.stay_silent();
        });
        failure = start_tls(protocol, kNames, server.socket(), Deadline(kPlenty));
    }
    for (const auto& [answer, question] : script) expected += question;
    EXPECT_EQ(heard, expected);
    return failure;
}

TEST(StartTlsOption, TakesTheProtocols) {
    EXPECT_EQ(start_tls_option("smtp"), StartTls::smtp);
    EXPECT_EQ(start_tls_option("lmtp"), StartTls::lmtp);
    EXPECT_EQ(start_tls_option("imap"), StartTls::imap);
    EXPECT_EQ(start_tls_option("pop3"), StartTls::pop3);
    EXPECT_EQ(start_tls_option("sieve"), StartTls::sieve);
    EXPECT_EQ(start_tls_option("ftp"), StartTls::ftp);
    EXPECT_EQ(start_tls_option("nntp"), StartTls::nntp);
    EXPECT_EQ(start_tls_option("ldap"), StartTls::ldap);
    EXPECT_EQ(start_tls_option("xmpp"), StartTls::xmpp);
    EXPECT_EQ(start_tls_option("mysql"), StartTls::mysql);
    EXPECT_EQ(start_tls_option("postgres"), StartTls::postgres);
    EXPECT_EQ(start_tls_names("|"), "smtp|lmtp|imap|pop3|sieve|ftp|nntp|ldap|xmpp|mysql|postgres");
}

TEST(StartTlsOption, TakesNothingElse) {
    for (const auto* const text : {"", "none", "SMTP", "smtp ", "ldaps"}) {
        EXPECT_THROW(static_cast<void>(start_tls_option(text)), UsageError) << text;
    }
}

TEST(StartTlsTest, SaysNothingWhereTlsComesFirst) { EXPECT_EQ(run(StartTls::none, {}), ""); }

TEST(StartTlsTest, TalksSmtp) {
    EXPECT_EQ(run(StartTls::smtp, {{"220 mx.example ESMTP\r\n", "EHLO mail.example.com\r\n"},
                                   {"250-mx.example\r\n250-SIZE 1000\r\n250-STARTTLS\r\n"
                                    "250 HELP\r\n",
                                    "STARTTLS\r\n"},
                                   {"220 2.0.0 Ready\r\n", ""}}),
              "");
}

TEST(StartTlsTest, TakesLongGreetingsAndLettersOfAnyCase) {
    EXPECT_EQ(
        run(StartTls::smtp, {{"220-mx\r\n220-no spam\r\n220\r\n", "EHLO mail.example.com\r\n"},
                             {"250 StartTLS\n", "STARTTLS\r\n"},
                             {"220-Go\r\n220 on\r\n", ""}}),
        "");
}

TEST(StartTlsTest, SaysThatSmtpIsNotOfferedToStartTls) {
    const std::string failure = "it does not offer STARTTLS";
    const auto answer = [](const std::string& offers) {
        return run(StartTls::smtp, {{"220 mx\r\n", "EHLO mail.example.com\r\n"}, {offers, ""}});
    };
    EXPECT_EQ(answer("250-mx\r\n250 XSTARTTLS\r\n"), failure);
    EXPECT_EQ(answer("250-mx STARTTLS\r\n250-STARTTLSX\r\n250 SIZE\r\n"), failure);
    EXPECT_EQ(answer("250\r\n"), failure);
}

TEST(StartTlsTest, SaysWhyAnSmtpServerRefuses) {
    EXPECT_EQ(run(StartTls::smtp, {{"554-no\r\n554 not you\r\n", ""}}),
              "it refuses the connection: '554 not you'");
    EXPECT_EQ(
        run(StartTls::smtp, {{"220 mx\r\n", "EHLO mail.example.com\r\n"}, {"502 what?\r\n", ""}}),
        "it refuses EHLO: '502 what?'");
    EXPECT_EQ(run(StartTls::smtp, {{"220 mx\r\n", "EHLO mail.example.com\r\n"},
                                   {"250 STARTTLS\r\n", "STARTTLS\r\n"},
                                   {"454 4.7.0 TLS not available\r\n", ""}}),
              "it refuses STARTTLS: '454 4.7.0 TLS not available'");
}

TEST(StartTlsTest, TalksImap) {
    EXPECT_EQ(run(StartTls::imap, {{"* OK [CAPABILITY IMAP4rev1] ready\r\n", "a1 STARTTLS\r\n"},
                                   {"* CAPABILITY IMAP4rev1\r\na1 OK begin\r\n", ""}}),
              "");
    EXPECT_EQ(run(StartTls::imap, {{"* ok\r\n", "a1 STARTTLS\r\n"}, {"A1 ok\r\n", ""}}), "");
}

TEST(StartTlsTest, SaysWhyAnImapServerRefuses) {
    EXPECT_EQ(run(StartTls::imap, {{"* BYE full\r\n", ""}}),
              "it refuses the connection: '* BYE full'");
    EXPECT_EQ(run(StartTls::imap, {{"* PREAUTH hello\r\n", ""}}),
              "it refuses the connection: '* PREAUTH hello'");
    EXPECT_EQ(run(StartTls::imap, {{"* OK\r\n", "a1 STARTTLS\r\n"}, {"a1 BAD what\r\n", ""}}),
              "it refuses STARTTLS: 'a1 BAD what'");
    EXPECT_EQ(run(StartTls::imap, {{"* OK\r\n", "a1 STARTTLS\r\n"}, {"a2 OK\r\n", ""}}),
              "it refuses STARTTLS: 'a2 OK'");
}

TEST(StartTlsTest, TalksPop3) {
    EXPECT_EQ(run(StartTls::pop3, {{"+OK <1@pop>\r\n", "STLS\r\n"}, {"+OK go\r\n", ""}}), "");
    EXPECT_EQ(run(StartTls::pop3, {{"-ERR busy\r\n", ""}}),
              "it refuses the connection: '-ERR busy'");
    EXPECT_EQ(run(StartTls::pop3, {{"+OK\r\n", "STLS\r\n"}, {"-ERR no\r\n", ""}}),
              "it refuses STLS: '-ERR no'");
}

TEST(StartTlsTest, TalksFtp) {
    EXPECT_EQ(run(StartTls::ftp,
                  {{"220-Welcome\r\n  to the\r\n221 not yet\r\n220 server\r\n", "AUTH TLS\r\n"},
                   {"234 Proceed\r\n", ""}}),
              "");
    EXPECT_EQ(run(StartTls::ftp, {{"421 full\r\n", ""}}), "it refuses the connection: '421 full'");
    EXPECT_EQ(run(StartTls::ftp, {{"220 ftp\r\n", "AUTH TLS\r\n"}, {"530 Log in\r\n", ""}}),
              "it refuses AUTH TLS: '530 Log in'");
}

TEST(StartTlsTest, TalksPostgres) {
    const std::string request("\0\0\0\x08\x04\xd2\x16\x2f", 8);
    EXPECT_EQ(run(StartTls::postgres, {{"", request}, {"S", ""}}), "");
    EXPECT_EQ(run(StartTls::postgres, {{"", request}, {"N", ""}}), "it refuses SSLRequest: 'N'");
    EXPECT_EQ(run(StartTls::postgres, {{"", request}, {"E", ""}}), "it refuses SSLRequest: 'E'");
    EXPECT_EQ(run(StartTls::postgres, {{"", request}, {"H", ""}}),
              "it does not speak PostgreSQL's protocol: 'H'");
}

TEST(StartTlsTest, SaysThatTheServerSpeaksSomethingElse) {
    const std::string ssh = "SSH-2.0-OpenSSH_9.2\r\n";
    const std::string end = ": 'SSH-2.0-OpenSSH_9.2'";
    EXPECT_EQ(run(StartTls::smtp, {{ssh, ""}}), "it does not speak SMTP" + end);
    EXPECT_EQ(run(StartTls::ftp, {{ssh, ""}}), "it does not speak FTP" + end);
    EXPECT_EQ(run(StartTls::imap, {{ssh, ""}}), "it does not speak IMAP" + end);
    EXPECT_EQ(run(StartTls::pop3, {{ssh, ""}}), "it does not speak POP3" + end);
    EXPECT_EQ(run(StartTls::smtp, {{"\r\n", ""}}), "it does not speak SMTP: ''");
}

}  // namespace
}  // namespace monitoring
