#include "common/tls/trust_store.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "common/text/error.hpp"
#include "common/tls/verify_chain.hpp"
#include "tls/tls_server.hpp"

namespace monitoring {
namespace {

class TrustAuthorities : public TlsTest {
protected:
    TrustAuthorities() { make_certificate("one", "DNS:one.example"); }
    ~TrustAuthorities() override { unsetenv("SSL_CERT_DIR"); }

    /// The result of verifying, or the Error.
    [[nodiscard]] std::string verify() const {
        try {
            return verify_chain({der("one")}, "one.example").error;
        } catch (const Error& error) {
            return error.what();
        }
    }
    void trust_file(const std::string& file) const { setenv("SSL_CERT_FILE", file.c_str(), 1); }
    void trust_directories(const std::string& list) const {
        setenv("SSL_CERT_DIR", list.c_str(), 1);
    }
    void expect_failure(const std::string& reason) const {
        EXPECT_EQ(verify(), "cannot verify the certificate: " + reason);
    }
};

const std::string kUnknown = "unable to get local issuer certificate";

TEST_F(TrustAuthorities, AreThoseOfAFileAmongOthersAndDamagedOnes) {
    make(
        "(echo '-----BEGIN CERTIFICATE-----'; echo AAAA; echo '-----END CERTIFICATE-----';"
        " cat one.pem authority.key authority.pem) >all.pem");
    trust_file(path("all.pem"));
    EXPECT_EQ(verify(), "");
}

TEST_F(TrustAuthorities, AreNotThoseThatAFileRejects) {
    for (const std::string use : {"addtrust", "addreject"}) {
        make("openssl x509 -in authority.pem -trustout -" + use + " serverAuth -out trusted.pem");
        trust_file(path("trusted.pem"));
        EXPECT_EQ(verify(), use == "addtrust" ? "" : "certificate rejected");
    }
}

TEST_F(TrustAuthorities, NamesTheFileThatGivesNone) {
    trust_file(path("absent.pem"));
    expect_failure("cannot open " + path("absent.pem") +
                   ": No such file or directory (named by SSL_CERT_FILE)");
    make(": >empty.pem");
    for (const std::string name : {"empty.pem", "one.key"}) {
        trust_file(path(name));
        expect_failure("no certificate in " + path(name) + " (named by SSL_CERT_FILE)");
    }
    trust_file(path(""));
    expect_failure("cannot read " + path("") + ": Is a directory (named by SSL_CERT_FILE)");
}

TEST_F(TrustAuthorities, AreThoseOfADirectoryUnderNamesByHash) {
    make(
        "mkdir hashed plain && cp authority.pem plain && cp authority.pem hashed/$(openssl x509"
        " -noout -hash -in authority.pem).0");
    unsetenv("SSL_CERT_FILE");
    trust_directories(path("plain") + "::" + path("absent") + ":" + path("hashed"));
    EXPECT_EQ(verify(), "");
    trust_directories(path("plain"));
    EXPECT_EQ(verify(), kUnknown);
    // A file counts as well.
    trust_file(path("authority.pem"));
    EXPECT_EQ(verify(), "");
}

TEST_F(TrustAuthorities, NamesDirectoriesThatDoNotExist) {
    const auto list = path("absent") + ":" + path("one.pem");
    trust_directories(list);
    expect_failure("SSL_CERT_DIR names no directory: " + list);
}

TEST_F(TrustAuthorities, AreThoseOfTheSystemWhereAVariableIsEmpty) {
    trust_directories("");
    trust_file("");
    if (std::filesystem::exists("/etc/ssl/certs/ca-certificates.crt")) {
        EXPECT_EQ(verify(), kUnknown);
    } else {
        EXPECT_NE(verify(), "");
    }
}

}  // namespace
}  // namespace monitoring
