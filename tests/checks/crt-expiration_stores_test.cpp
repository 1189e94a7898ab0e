#include <algorithm>

#include "support/crt_openssl_test.hpp"

namespace monitoring {
namespace {

// What check-crt-expiration reads of PKCS#7 and PKCS#12.
class CrtExpirationStores : public CrtOpensslTest {
protected:
    /// Makes soon.pem, which ends tomorrow.
    void make_soon() const {
        openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout soon.key "
            "-out soon.pem -days 1 -subj /CN=soon.example");
    }
    /// Expects an alert about the certificate that ends tomorrow.
    void expect_soon(const std::string& name, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> arguments = {"-f", path(name)};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto result = check(arguments);
        EXPECT_EQ(result.exit_code, 2) << result.output;
        EXPECT_NE(result.output.find(" days left (" + path(name) + ", CN=soon.example, serial "),
                  std::string::npos)
            << result.output;
    }
};

TEST_F(CrtExpirationStores, ReadsPkcs12) {
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

TEST_F(CrtExpirationStores, ReadsPkcs12WithOldAlgorithms) {
    openssl("pkcs12 -export -legacy -in a.pem -inkey a.key -out a.p12 -passout file:password");
    expect_days({"-f", path("a.p12"), "--password-file", path("password")}, 62);
}

TEST_F(CrtExpirationStores, NamesAnAlgorithmThatOpensslLacks) {
    openssl(
        "pkcs12 -export -nomac -certpbe AES-256-CBC -in a.pem -inkey a.key -out a.p12"
        " -passout file:password");
    auto bytes = read_text(path("a.p12"));
    // The last number of its name becomes one that stands for nothing.
    const std::string aes = "\x60\x86\x48\x01\x65\x03\x04\x01\x2A";
    bytes[bytes.find(aes) + aes.size() - 1] = '\x7F';
    file("a.p12", bytes);
    expect({"-f", path("a.p12"), "--password-file", path("password")},
           "UNKNOWN: cannot read " + path("a.p12") +
               ": it is encrypted in a way that OpenSSL does not know here; export it again with "
               "a new algorithm (openssl pkcs12 -export)",
           3);
}

TEST_F(CrtExpirationStores, NeedsNoConfigurationOfOpenssl) {
    openssl("pkcs12 -export -in a.pem -inkey a.key -out a.p12 -passout file:password");
    openssl("pkcs8 -topk8 -in a.key -out locked.key -passout file:password");
    // Who reads it has no algorithms left.
    file("openssl.cnf", "openssl_conf = a\n[a]\nproviders = b\n[b]\nbase = c\n[c]\nactivate = 1\n");
    set("OPENSSL_CONF", path("openssl.cnf"));
    expect_days({"-f", path("a.p12"), "--password-file", path("password")}, 62);
    expect_days(
        {"-f", path("a.pem"), "--key", path("locked.key"), "--password-file", path("password")},
        62);
}

TEST_F(CrtExpirationStores, SaysWhatIsWrongWithAPassword) {
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

TEST_F(CrtExpirationStores, ReadsPkcs12WithoutAMacWhateverThePassword) {
    openssl(
        "pkcs12 -export -nomac -certpbe NONE -keypbe NONE -in b.pem -inkey b.key -out b.p12 "
        "-passout pass:");
    openssl(
        "pkcs12 -export -nomac -certpbe AES-256-CBC -in a.pem -inkey a.key -out locked.p12 "
        "-passout file:password");
    expect_days({"-f", path("b.p12")}, 40);
    expect_days({"-f", path("b.p12"), "--password-file", path("password")}, 40);
    expect_days({"-f", path("b.p12"), "--password-file", path("gone")}, 40);
    expect_days({"-f", path("locked.p12"), "--password-file", path("password")}, 62);
    const auto start = "UNKNOWN: cannot read " + path("locked.p12") + ": ";
    expect({"-f", path("locked.p12")},
           start + "it wants a password; name a file that holds it with --password-file", 3);
    const auto wrong = file("wrong", "x");
    expect({"-f", path("locked.p12"), "--password-file", wrong},
           start + "the password in " + wrong + " is wrong", 3);
}

TEST_F(CrtExpirationStores, ReadsPkcs7) {
    make_soon();
    const std::string command = "crl2pkcs7 -nocrl -certfile a.pem -certfile soon.pem -out ";
    openssl(command + "two.pem");
    openssl(command + "two.der -outform DER");
    expect_soon("two.pem");
    expect_soon("two.der");
    const auto text = read_text(path("two.pem"));
    const auto begin = text.find("PKCS7");
    for (const std::string label : {"CMS", "PKCS #7 SIGNED DATA", "CERTIFICATE"}) {
        auto other = text;
        other.replace(other.rfind("PKCS7"), 5, label).replace(begin, 5, label);
        file("other.pem", "comment\r\n" + other);
        expect_soon("other.pem");
    }
    // Signed without what is signed, and with a signer that is named by a key.
    openssl("smime -sign -in password -signer soon.pem -inkey soon.key -outform DER -out s.p7s");
    expect_soon("s.p7s");
    openssl(
        "cms -sign -keyid -in password -signer soon.pem -inkey soon.key -outform DER"
        " -nodetach -out s.p7m");
    expect_soon("s.p7m");
}

TEST_F(CrtExpirationStores, ReadsLengthsAsInBer) {
    make_soon();
    openssl("crl2pkcs7 -nocrl -certfile soon.pem -out soon.der -outform DER");
    const auto der = read_text(path("soon.der"));
    // A SEQUENCE whose length takes two bytes more, or is left open and ends with two zeros.
    const auto content = der.substr(4);
    const auto size = der.substr(2, 2);
    file("long.der", std::string("\x30\x84\0\0", 4) + size + content);
    expect_soon("long.der");
    file("open.der", "\x30\x80" + content + std::string(2, '\0'));
    expect_soon("open.der");
    openssl(
        "cms -sign -stream -nodetach -in password -signer soon.pem -inkey soon.key -outform"
        " DER -out streamed.der");
    expect_soon("streamed.der");
    openssl("pkcs12 -export -in soon.pem -inkey soon.key -out soon.p12 -passout pass:");
    const auto p12 = read_text(path("soon.p12"));
    file("open.p12", "\x30\x80" + p12.substr(4) + std::string(2, '\0'));
    expect_soon("open.p12");
}

TEST_F(CrtExpirationStores, PassesOverStoresWithoutCertificatesInADirectory) {
    std::filesystem::create_directories(directory() / "d");
    openssl("x509 -in b.pem -out d/b.pem");
    openssl("cms -encrypt -in password -aes256 -outform DER -out d/secret.p7m a.pem");
    openssl("cms -encrypt -in password -aes256 -outform PEM -out d/secret.pem a.pem");
    openssl(
        "smime -sign -nocerts -in password -signer a.pem -inkey a.key -outform DER"
        " -out d/bare.p7s");
    openssl(
        "pkcs12 -export -nocerts -in a.pem -inkey a.key -nomac -keypbe NONE -out d/key.p12"
        " -passout pass:");
    expect_days({"-f", path("d"), "--password-file", path("password")}, 40);
    const auto only = ": only a PKCS#7 without any";
    expect({"-f", path("d/bare.p7s")}, "UNKNOWN: no certificate in " + path("d/bare.p7s") + only,
           3);
    expect({"-f", path("d/secret.p7m")},
           "UNKNOWN: no certificate in " + path("d/secret.p7m") + only, 3);
    expect({"-f", path("d/secret.pem")},
           "UNKNOWN: no certificate in " + path("d/secret.pem") + ": only CMS", 3);
}

TEST_F(CrtExpirationStores, SaysThatAPkcs7IsDamaged) {
    openssl("crl2pkcs7 -nocrl -certfile a.pem -out a.der -outform DER");
    const auto der = read_text(path("a.der"));
    expect({"-f", file("torn.der", der.substr(0, der.size() / 2))},
           "UNKNOWN: cannot read " + path("torn.der") + ": it is cut short or damaged", 3);
    expect({"-f", file("torn.pem", "\n" + to_pem(der.substr(0, der.size() / 2), "PKCS7"))},
           "UNKNOWN: " + path("torn.pem") + ": the PKCS#7 at line 2: it is cut short or damaged",
           3);
}

}  // namespace
}  // namespace monitoring
