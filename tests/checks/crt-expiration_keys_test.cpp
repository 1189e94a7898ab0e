#include "support/crt_openssl_test.hpp"

namespace monitoring {
namespace {

// What check-crt-expiration makes of keys.
class CrtExpirationKeys : public CrtOpensslTest {};

TEST_F(CrtExpirationKeys, SaysWhetherTheKeyBelongsToTheCertificate) {
    for (const std::string name : {"a", "b"}) {
        const auto days = name == "a" ? 62 : 40;
        expect_days({"-f", path(name + ".pem"), "--key", path(name + ".key")}, days);
        openssl("pkey -in " + name + ".key -outform DER -out " + name + ".key.der");
        expect_days({"-f", path(name + ".pem"), "--key", path(name + ".key.der")}, days);
    }
    expect_start({"-f", path("a.pem"), "--key", path("b.key")},
                 "CRITICAL: the private key in " + path("b.key") +
                     " does not belong to the certificate in " + path("a.pem") +
                     " | Expiration date: '",
                 " days left", 2);
    // A server shows the first as its own, and does not start with the key of another one.
    const auto chain = file("chain.pem", read_text(path("a.pem")) + read_text(path("b.pem")));
    const auto wrong = check({"-f", chain, "--key", path("b.key")});
    EXPECT_EQ(wrong.output.find("CRITICAL: the private key in " + path("b.key") +
                                " does not belong to the certificate in " + chain + " | "),
              0U)
        << wrong.output;
    openssl("crl2pkcs7 -nocrl -certfile chain.pem -out chain.p7b");
    for (const std::string name : {"a.key", "b.key"}) {
        EXPECT_EQ(check({"-f", path("chain.p7b"), "--key", path(name)}).exit_code, 0) << name;
    }
    const auto both = file("both.pem", read_text(path("a.key")) + read_text(path("a.pem")));
    expect_days({"-f", both, "--key", both}, 62);
    expect_start({"-f", path("a.pem"), "-f", path("b.pem"), "--key", path("a.key")},
                 "OK: Expiration date: '", "worst of 2 certificates", 0);
}

TEST_F(CrtExpirationKeys, SaysThatItTakesNoKeyFromPkcs12) {
    openssl("pkcs12 -export -in a.pem -inkey a.key -out a.p12 -passout file:password");
    expect_start({"-f", path("a.pem"), "--key", path("a.p12")},
                 "UNKNOWN: cannot read the private key in " + path("a.p12") +
                     ": it is PKCS#12, in place of PEM or DER (openssl pkcs12 -nocerts) | ",
                 " days left", 3);
}

TEST_F(CrtExpirationKeys, ReadsAnEncryptedKey) {
    openssl("pkey -in a.key -aes256 -out locked.key -passout file:password");
    const auto pem = path("a.pem");
    const auto key = path("locked.key");
    expect_days({"-f", pem, "--key", key, "--password-file", path("password")}, 62);
    expect_start({"-f", pem, "--key", key},
                 "UNKNOWN: the private key in " + key +
                     " is encrypted; name a file with its password with --password-file | ",
                 " days left", 3);
    const auto wrong = file("wrong", "x");
    expect_start({"-f", pem, "--key", key, "--password-file", wrong},
                 "UNKNOWN: cannot decrypt the private key in " + key + " with the password in " +
                     wrong + " | ",
                 " days left", 3);
}

TEST_F(CrtExpirationKeys, IsUnknownWithoutAKey) {
    const auto pem = path("a.pem");
    expect_start({"-f", pem, "--key", pem}, "UNKNOWN: no private key in " + pem + " | ",
                 " days left", 3);
    expect_start({"-f", pem, "--key", path("gone")},
                 "UNKNOWN: cannot open " + path("gone") + ": No such file or directory | ",
                 " days left", 3);
    expect_start({"-f", pem, "--key", file("junk", std::string("\x30\x82\x01\x00", 4))},
                 "UNKNOWN: no private key in " + path("junk") + " | ", " days left", 3);
}

TEST_F(CrtExpirationKeys, NeverAsksOnATerminal) {
    openssl("pkey -in a.key -aes256 -out locked.key -passout file:password");
    const auto result = shell("script -qec \"$BIN/check-crt-expiration -f " + path("a.pem") +
                              " --key " + path("locked.key") + "\" /dev/null </dev/null");
    EXPECT_EQ(result.output.find("Enter"), std::string::npos) << result.output;
    EXPECT_NE(result.output.find("is encrypted"), std::string::npos) << result.output;
}

TEST_F(CrtExpirationKeys, SaysWhyAServerHasNoCertificate) {
    // Nothing can listen on port 1 of this address without being asked to.
    const auto result = check({"--connect", "127.0.0.1:1"});
    EXPECT_EQ(result.output, "CRITICAL: no certificate from 127.0.0.1:1: Connection refused\n");
    EXPECT_EQ(result.exit_code, 2);
    expect_start({"-f", path("a.pem"), "--connect", "[::1]:1"},
                 "CRITICAL: no certificate from [::1]:1: ", " days left", 2);
}

}  // namespace
}  // namespace monitoring
