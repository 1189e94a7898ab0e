#include "support/certificate_test.hpp"

namespace monitoring {
namespace {

// Real certificates, keys and PKCS#12, made by openssl.
class CrtExpirationKeys : public CrtExpirationTest {
protected:
    void SetUp() override {
        if (lacks(shell("openssl version").exit_code == 0, "the openssl command")) return;
        openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout a.key -out a.pem -days 62 "
            "-subj /CN=a.example");
        openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout b.key "
            "-out b.pem -days 40 -subj /CN=b.example");
        file("password", "s3cret\n");
    }
    void openssl(const std::string& arguments) const {
        const auto result = shell("cd " + directory().string() + " && openssl " + arguments);
        ASSERT_EQ(result.exit_code, 0) << arguments << "\n" << result.errors;
    }
    /// The serial number as check-crt-expiration prints it.
    [[nodiscard]] std::string serial(const std::string& name) const {
        const auto text = shell("openssl x509 -noout -serial -in " + path(name)).output;
        std::string result;
        // "serial=04AB\n"
        for (std::size_t i = text.find('=') + 1; i + 1 < text.size(); i += 2) {
            result += (result.empty() ? "" : ":") + text.substr(i, 2);
        }
        return result;
    }
    /// Expects the first words of the line, as openssl chose the second of the dates.
    void expect_start(const std::vector<std::string>& arguments, const std::string& start,
                      const std::string& end, int exit_code) const {
        const auto result = check(arguments);
        EXPECT_TRUE(result.output.starts_with(start)) << result.output;
        EXPECT_TRUE(result.output.ends_with(end + "\n")) << result.output;
        EXPECT_EQ(result.exit_code, exit_code);
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(result.output.find("s3cret"), std::string::npos);
    }
    void expect_days(const std::vector<std::string>& arguments, int days) const {
        const auto result = check(arguments);
        EXPECT_TRUE(result.output.starts_with("OK: Expiration date: '")) << result.output;
        // A slow run may see the next second, and with it one day less.
        const auto ends = [&](int left) {
            return result.output.ends_with(" GMT'. " + std::to_string(left) + " days left\n");
        };
        EXPECT_TRUE(ends(days) || ends(days - 1)) << result.output;
        EXPECT_EQ(result.errors, "");
    }
};

TEST_F(CrtExpirationKeys, ReadsPkcs12) {
    openssl("pkcs12 -export -in a.pem -inkey a.key -out a.p12 -passout file:password");
    expect_days({"-f", path("a.p12"), "--password-file", path("password")}, 62);
    file("plain", "s3cret");
    expect_days({"-f", path("a.p12"), "--password-file", path("plain")}, 62);
    openssl("pkcs12 -export -in a.pem -inkey a.key -out open.p12 -passout pass:");
    expect_days({"-f", path("open.p12")}, 62);
    openssl(
        "pkcs12 -export -in a.pem -inkey a.key -certfile b.pem -out two.p12 "
        "-passout file:password");
    expect_start(
        {"-f", path("two.p12"), "--password-file", path("password")}, "OK: Expiration date: '",
        place(path("two.p12"), "CN=b.example", serial("b.pem")) + ", worst of 2 certificates", 0);
}

TEST_F(CrtExpirationKeys, ReadsPkcs12WithOldAlgorithms) {
    openssl("pkcs12 -export -legacy -in a.pem -inkey a.key -out a.p12 -passout file:password");
    expect_days({"-f", path("a.p12"), "--password-file", path("password")}, 62);
    // Where that provider is not installed.
    set("OPENSSL_MODULES", "/nonexistent");
    expect({"-f", path("a.p12"), "--password-file", path("password")},
           "UNKNOWN: cannot read " + path("a.p12") +
               ": it is encrypted in a way that OpenSSL does not know here; export it again with "
               "a new algorithm (openssl pkcs12 -export)",
           3);
}

TEST_F(CrtExpirationKeys, SaysWhatIsWrongWithAPassword) {
    openssl("pkcs12 -export -in a.pem -inkey a.key -out a.p12 -passout file:password");
    const auto p12 = path("a.p12");
    const auto start = "UNKNOWN: cannot read " + p12 + ": ";
    expect({"-f", p12},
           start + "it wants a password; name a file that holds it with --password-file", 3);
    const auto wrong = file("wrong", "s3cret2\n");
    expect({"-f", p12, "--password-file", wrong}, start + "the password in " + wrong + " is wrong",
           3);
    expect({"-f", p12, "--password-file", path("gone")},
           start + "cannot open " + path("gone") + ": No such file or directory", 3);
    const auto content = read_text(p12);
    expect({"-f", file("torn.p12", content.substr(0, content.size() / 2)), "--password-file",
            path("password")},
           "UNKNOWN: cannot read " + path("torn.p12") + ": it is cut short or damaged", 3);
}

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
