#include "common/tls/verify_chain.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"
#include "tls/tls_server.hpp"

namespace monitoring {
namespace {

class FindTrust : public TlsTest {
protected:
    [[nodiscard]] std::string verify_error(const std::string& name,
                                           const std::string& server) const {
        return verify_chain({der(name)}, server).error;
    }
};

TEST_F(FindTrust, IsNoneWhereTheNameFits) {
    make_certificate("one", "DNS:one.example,DNS:*.wild.example,IP:192.0.2.1,IP:2001:db8::1");
    EXPECT_EQ(verify_error("one", "one.example"), "");
    EXPECT_EQ(verify_error("one", "a.wild.example"), "");
    EXPECT_EQ(verify_error("one", "192.0.2.1"), "");
    EXPECT_EQ(verify_error("one", "2001:db8::1"), "");
    EXPECT_EQ(verify_error("one", "2001:DB8:0:0::1"), "");
}

TEST_F(FindTrust, IsAnotherName) {
    make_certificate("one", "DNS:one.example,DNS:*.wild.example,DNS:pa*.example");
    for (const auto* const name :
         {"example", "two.example", "a.b.wild.example", "wild.example", "part.example", "one"}) {
        EXPECT_EQ(verify_error("one", name), "hostname mismatch") << name;
    }
    EXPECT_EQ(verify_error("one", "192.0.2.1"), "IP address mismatch");
    EXPECT_TRUE(verify_chain({der("one")}, "two.example").chain.empty());
}

TEST_F(FindTrust, LooksAtNoScopeOfAnAddress) {
    make_certificate("one", "IP:fe80::1");
    EXPECT_EQ(verify_error("one", "fe80::1%eth0"), "");
    EXPECT_EQ(verify_error("one", "fe80::2%eth0"), "IP address mismatch");
}

TEST_F(FindTrust, IsASelfSignedCertificate) {
    make(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
        " -subj /CN=own -addext subjectAltName=DNS:own.example -keyout own.key -out own.pem");
    EXPECT_EQ(verify_error("own", "own.example"), "self-signed certificate");
    setenv("SSL_CERT_FILE", path("own.pem").c_str(), 1);
    EXPECT_EQ(verify_error("own", "own.example"), "");
}

TEST_F(FindTrust, IsACertificateForSomethingElse) {
    make_certificate("one", "DNS:one.example\\nextendedKeyUsage=clientAuth");
    EXPECT_EQ(verify_error("one", "one.example"), "unsuitable certificate purpose");
}

TEST_F(FindTrust, FindsTheIssuerAmongWhatTheServerSent) {
    make(
        "printf 'basicConstraints=critical,CA:TRUE\\n' >ca && openssl req -newkey ec -pkeyopt"
        " ec_paramgen_curve:P-256 -nodes -subj /CN=middle -keyout middle.key -out request.pem &&"
        " openssl x509 -req -in request.pem -CA authority.pem -CAkey authority.key"
        " -CAcreateserial -extfile ca -days 30 -out middle.pem");
    make(
        "printf 'subjectAltName=DNS:leaf.example\\n' >extensions && openssl req -newkey ec"
        " -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=leaf -keyout leaf.key -out r.pem &&"
        " openssl x509 -req -in r.pem -CA middle.pem -CAkey middle.key -CAcreateserial"
        " -extfile extensions -days 30 -out leaf.pem");
    const auto verification = verify_chain({der("leaf"), der("middle")}, "leaf.example");
    EXPECT_EQ(verification.error, "");
    EXPECT_EQ(verification.chain, (std::vector{der("leaf"), der("middle"), der("authority")}));
    EXPECT_EQ(verify_error("leaf", "leaf.example"), "unable to get local issuer certificate");
}

TEST_F(FindTrust, ComparesNamesAsAuthoritiesSpellThem) {
    // The same name in another case and with blanks is the same (RFC 5280, 7.1).
    make(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
        " -subj '/CN=Two  Words' -keyout two.key -out two.pem &&"
        " openssl req -x509 -key two.key -days 30 -subj '/CN=two words' -out other.pem");
    make(
        "printf 'subjectAltName=DNS:leaf.example\\n' >extensions && openssl req -newkey ec"
        " -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=leaf -keyout leaf.key -out r.pem &&"
        " openssl x509 -req -in r.pem -CA two.pem -CAkey two.key -CAcreateserial"
        " -extfile extensions -days 30 -out leaf.pem");
    setenv("SSL_CERT_FILE", path("other.pem").c_str(), 1);
    EXPECT_EQ(verify_error("leaf", "leaf.example"), "");
}

TEST_F(FindTrust, NeedsAName) {
    make_certificate("one", "DNS:one.example");
    EXPECT_THROW(static_cast<void>(verify_error("one", "")), Error);
    EXPECT_EQ(verify_error("one", "."), "hostname mismatch");
}

TEST_F(FindTrust, ReadsCertificatesOnly) {
    EXPECT_THROW(static_cast<void>(verify_chain({"no certificate"}, "one.example")), Error);
}

}  // namespace
}  // namespace monitoring
