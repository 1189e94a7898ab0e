#include "common/tls/server_certificates.hpp"

#include <gtest/gtest.h>

#include "tls/tls_server.hpp"

namespace monitoring {
namespace {

const Seconds kPlenty{20};
using Certificates = std::vector<std::string>;

class AskTlsServer : public TlsTest {
protected:
    AskTlsServer() { make_certificate("one", "DNS:one.example,IP:127.0.0.1,IP:::1"); }

    static TlsAnswer ask(const Peer& peer, const std::string& name = "one.example") {
        return ask_tls_server({.peer = peer, .server_name = name, .is_verified = true}, kPlenty);
    }
    /// Expects the certificate of that name and nothing to verify_error.
    void expect_good(const TlsAnswer& answer, const std::string& name = "one") const {
        EXPECT_EQ(answer.failure, "");
        EXPECT_EQ(answer.verify_error, "");
        EXPECT_EQ(answer.certificates, Certificates{der(name)});
    }
};

TEST_F(AskTlsServer, GetsWhatTheServerShows) {
    const Server server(*this, "one");
    expect_good(ask(server.peer()));
    expect_good(ask(server.peer(), "one.example."));
    expect_good(ask(server.peer(), "ONE.example"));
}

TEST_F(AskTlsServer, TakesTheHostForTheNameWhereNoneIsGiven) {
    const Server server(*this, "one");
    expect_good(ask(server.peer(), ""));
    expect_good(ask(server.peer(), "127.0.0.1"));
}

TEST_F(AskTlsServer, SpeaksIpv6) {
    const Server server(*this, "one", {}, "[::1]");
    expect_good(ask(server.peer("::1"), ""));
}

TEST_F(AskTlsServer, GetsTheWholeChainInTheServersOrder) {
    const Server server(*this, "one", {"-cert_chain", path("authority.pem")});
    EXPECT_EQ(ask(server.peer()).certificates, (Certificates{der("one"), der("authority")}));
}

TEST_F(AskTlsServer, ChoosesTheCertificateByTheName) {
    make_certificate("two", "DNS:two.example");
    const Server server(
        *this, "one",
        {"-servername", "two.example", "-cert2", path("two.pem"), "-key2", path("two.key")});
    expect_good(ask(server.peer(), "one.example"));
    expect_good(ask(server.peer(), "two.example"), "two");
}

TEST_F(AskTlsServer, SaysThatTheNameIsWrong) {
    const Server server(*this, "one");
    EXPECT_EQ(ask(server.peer(), "two.example").verify_error, "hostname mismatch");
    EXPECT_EQ(ask(server.peer(), "127.0.0.2").verify_error, "IP address mismatch");
    EXPECT_EQ(ask(server.peer(), "two.example").certificates, Certificates{der("one")});
}

TEST_F(AskTlsServer, SaysThatTheAuthorityIsNotKnown) {
    const Server server(*this, "one");
    setenv("SSL_CERT_FILE", path("one.pem").c_str(), 1);
    EXPECT_EQ(ask(server.peer()).verify_error, "unable to get local issuer certificate");
    EXPECT_EQ(ask(server.peer()).certificates, Certificates{der("one")});
}

TEST_F(AskTlsServer, TrustsNobodyWhenNotAskedTo) {
    const Server server(*this, "one");
    const TlsServer question{.peer = server.peer(), .server_name = "two.example"};
    const auto answer = ask_tls_server(question, kPlenty);
    EXPECT_EQ(answer.certificates, Certificates{der("one")});
    EXPECT_EQ(answer.verify_error, "");
}

TEST_F(AskTlsServer, ShowsAnExpiredCertificateToo) {
    make_certificate("old", "DNS:old.example", -1);
    const Server server(*this, "old");
    const auto answer = ask(server.peer(), "old.example");
    EXPECT_EQ(answer.certificates, Certificates{der("old")});
    EXPECT_EQ(answer.verify_error, "certificate has expired");
}

TEST_F(AskTlsServer, NeedsNoCertificateOfOursUnlessItIsVerified) {
    for (const auto* const version : {"-tls1", "-tls1_1", "-tls1_2", "-tls1_3"}) {
        const Server server(
            *this, "one",
            {"-Verify", "1", "-verify_return_error", version, "-cipher", "ALL:@SECLEVEL=0"});
        const auto answer = ask_tls_server({.peer = server.peer()}, kPlenty);
        EXPECT_EQ(answer.failure, "") << version;
        EXPECT_EQ(answer.certificates, Certificates{der("one")}) << version;
        const bool is_new = std::string_view(version) == "-tls1_3";
        EXPECT_EQ(ask(server.peer()).failure,
                  std::string("it sent the TLS alert '") +
                      (is_new ? "certificate required" : "handshake failure") +
                      "' (it wants a certificate of ours)")
            << version;
    }
}

TEST_F(AskTlsServer, IsWelcomeWhereACertificateOfOursIsNotNecessary) {
    for (const auto* const version : {"-tls1_2", "-tls1_3"}) {
        const Server server(*this, "one", {"-verify", "1", version});
        expect_good(ask(server.peer()));
    }
}

// With RSA for the exchange of keys only a server's Finished shows that it has the key, and one
// that refuses us does not get there.
TEST_F(AskTlsServer, BelievesNobodyWhoHasNotProvedToHaveTheKey) {
    make(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=rsa -keyout rsa.key"
        " -out rsa.pem");
    const Server server(*this, "rsa",
                        {"-Verify", "1", "-verify_return_error", "-tls1_2", "-cipher", "kRSA"});
    const auto answer = ask_tls_server({.peer = server.peer()}, kPlenty);
    EXPECT_EQ(answer.failure, "it sent the TLS alert 'handshake failure'");
    EXPECT_TRUE(answer.certificates.empty());
    const Server open(*this, "rsa", {"-tls1_2", "-cipher", "kRSA"});
    EXPECT_EQ(ask_tls_server({.peer = open.peer()}, kPlenty).certificates,
              Certificates{der("rsa")});
}

TEST_F(AskTlsServer, TellsTheChainThatWasVerifiedFromTheRest) {
    make_certificate("other", "DNS:other.example", -1);
    const Server server(*this, "one", {"-cert_chain", path("other.pem")});
    const auto answer = ask(server.peer());
    expect_good(answer);
    EXPECT_EQ(answer.unused, Certificates{der("other")});
    const auto unverified = ask_tls_server({.peer = server.peer()}, kPlenty);
    EXPECT_EQ(unverified.certificates, (Certificates{der("one"), der("other")}));
    EXPECT_TRUE(unverified.unused.empty());
}

TEST_F(AskTlsServer, AsksEveryAddress) {
    const Server server(*this, "one");
    const auto answers = ask_all_addresses({.peer = server.peer()}, kPlenty);
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].address, "127.0.0.1");
    EXPECT_EQ(answers[0].certificates, Certificates{der("one")});
    const auto lost = ask_all_addresses({.peer = {.host = "fe80::1", .port = 1}}, kPlenty);
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].failure, "a link-local address needs a scope such as %eth0");
}

TEST_F(AskTlsServer, SpeaksWithOldAndWeakServers) {
    make(
        "openssl req -x509 -newkey rsa:512 -md5 -nodes -days 30 -subj /CN=weak"
        " -keyout weak.key -out weak.pem");
    for (const auto* const version : {"-tls1", "-tls1_1", "-tls1_2"}) {
        const Server server(*this, "weak", {version, "-cipher", "ALL:@SECLEVEL=0"});
        const auto answer = ask(server.peer(), "weak");
        EXPECT_EQ(answer.failure, "") << version;
        EXPECT_EQ(answer.certificates, Certificates{der("weak")}) << version;
        EXPECT_EQ(answer.verify_error, "EE certificate key too weak") << version;
    }
}

TEST_F(AskTlsServer, SaysThatNoCertificateIsShown) {
    const Server server(*this, "one", {"-psk", "00112233", "-nocert", "-tls1_2"});
    const auto answer = ask(server.peer());
    EXPECT_EQ(answer.failure, "it sent the TLS alert 'handshake failure'");
    EXPECT_TRUE(answer.certificates.empty());
}

TEST_F(AskTlsServer, SaysThatNobodyListens) {
    Peer peer;
    {
        const Server server(*this, "one");
        peer = server.peer();
    }
    EXPECT_EQ(ask(peer).failure, "Connection refused");
}

TEST_F(AskTlsServer, SaysThatTheServerNeverAnswersInPlainText) {
    const Server server(*this, "one");
    const TlsServer question{
        .peer = server.peer(), .server_name = "one.example", .start_tls = StartTls::smtp};
    EXPECT_EQ(ask_tls_server(question, Seconds(0.5)).failure,
              "no answer within 0.5 s (waiting for its greeting)");
}

}  // namespace
}  // namespace monitoring
