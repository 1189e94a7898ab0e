#include "common/x509/read_certificates.hpp"

#include <unistd.h>

#include "common/text/error.hpp"
#include "common/x509/secret_bytes.hpp"
#include "support/make_certificate.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

class ReadCertificates : public ToolTest {
protected:
    [[nodiscard]] std::string file(std::string_view content) const {
        const auto path = directory() / "file";
        write_text(path, content);
        return path.string();
    }
    [[nodiscard]] CertificateBundle read(std::string_view content,
                                         const ReadOptions& options = {}) const {
        return read_certificates(file(content), options);
    }
    [[nodiscard]] std::string mistake(std::string_view content) const {
        try {
            static_cast<void>(read(content));
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
    [[nodiscard]] std::string path() const { return (directory() / "file").string(); }
};
using Texts = std::vector<std::string>;

TEST_F(ReadCertificates, TellsDerFromPem) {
    for (const auto& content : {make_certificate({}), make_pem({})}) {
        const auto bundle = read(content);
        ASSERT_EQ(bundle.certificates.size(), 1U);
        EXPECT_EQ(format_name(bundle.certificates[0].subject), "CN=example.com");
        EXPECT_EQ(bundle.damages, Texts{});
        EXPECT_EQ(bundle.source, path());
    }
}

TEST_F(ReadCertificates, TakesSeveralInDer) {
    const auto der = make_certificate({});
    EXPECT_EQ(read(der + der + "\n").certificates.size(), 2U);
    const auto torn = read(der + der.substr(0, 50));
    EXPECT_EQ(torn.certificates.size(), 1U);
    EXPECT_EQ(torn.damages, Texts{"the certificate in DER: it is cut short or damaged"});
    EXPECT_EQ(read(der.substr(0, 300)).damages.size(), 1U);
}

TEST_F(ReadCertificates, TakesOnlyTheFirstWhenAsked) {
    const ReadOptions first{.password_file = "", .is_first_only = true};
    const auto der = make_certificate({});
    EXPECT_EQ(read(der + der, first).certificates.size(), 1U);
    const auto bundle = read(to_pem(der) + to_pem(der).substr(0, 100), first);
    EXPECT_EQ(bundle.certificates.size(), 1U);
    EXPECT_EQ(bundle.damages, Texts{});
    EXPECT_EQ(read_certificates("host:443", {der, der}, {}, first).certificates.size(), 1U);
}

TEST_F(ReadCertificates, SaysWhatElseThereIs) {
    EXPECT_EQ(read("").content, "it is empty");
    EXPECT_EQ(read("hello").content, "");
    EXPECT_EQ(read(to_pem("x", "PRIVATE KEY")).content, "only a private key");
    EXPECT_EQ(read(to_pem("x", "EC PARAMETERS") + to_pem("x", "EC PRIVATE KEY")).content,
              "only EC PARAMETERS, EC PRIVATE KEY");
    const auto version = der_element(0x02, std::string(1, '\0'));
    const auto key = read(der_element(0x30, version + der_element(0x04, std::string(200, 'k'))));
    EXPECT_EQ(key.content, "only DER of another kind");
    EXPECT_EQ(key.damages, Texts{});
}

TEST_F(ReadCertificates, ReadsALargeBundleInPieces) {
    std::string text;
    for (int i = 0; i < 1152; ++i) text += "comment\n" + make_pem({});
    EXPECT_EQ(read(text).certificates.size(), 1152U);
    EXPECT_EQ(read(std::string(300'000, '#') + "\n" + make_pem({})).certificates.size(), 1U);
}

TEST_F(ReadCertificates, IsBounded) {
    ASSERT_EQ(truncate(file("").c_str(), kMaxCertificateFileSize), 0);
    EXPECT_EQ(read_certificates(path(), {}).certificates.size(), 0U);
    ASSERT_EQ(truncate(path().c_str(), kMaxCertificateFileSize + 1), 0);
    EXPECT_THROW(static_cast<void>(read_certificates(path(), {})), Error);
}

TEST_F(ReadCertificates, SaysWhyAFileCannotBeRead) {
    const auto begin = "cannot read " + path() + ": ";
    EXPECT_EQ(mistake(der_element(0x30, std::string("\x02\x01\x03", 3) + std::string(200, 'x'))),
              begin + "it is cut short or damaged");
    EXPECT_EQ(mistake(std::string("\x30\x80\x02\x01\x03", 5)),
              begin + "it is cut short or damaged");
}

TEST_F(ReadCertificates, TakesWhatAServerSends) {
    const auto bundle =
        read_certificates("host:443", {make_certificate({}), "junk"}, {make_certificate({})}, {});
    EXPECT_EQ(bundle.source, "host:443");
    EXPECT_EQ(bundle.certificates.size(), 1U);
    EXPECT_EQ(bundle.unused.size(), 1U);
    EXPECT_EQ(bundle.damages, Texts{"a certificate that it sends: it is cut short or damaged"});
}

TEST_F(ReadCertificates, WipesWhatItForgets) {
    SecretBytes bytes(64);
    const auto path = file("secret and more");
    const auto descriptor = fopen(path.c_str(), "re");
    ASSERT_NE(descriptor, nullptr);
    EXPECT_EQ(bytes.read_more(fileno(descriptor), path), 15U);
    EXPECT_EQ(bytes.read_more(fileno(descriptor), path), 0U);
    static_cast<void>(fclose(descriptor));
    const char* const start = bytes.view().data();
    bytes.remove_prefix(7);
    EXPECT_EQ(bytes.view(), "and more");
    EXPECT_EQ(std::string_view(start + 8, 7), std::string_view("\0\0\0\0\0\0\0", 7));
    bytes.remove_suffix(5);
    EXPECT_EQ(bytes.view(), "and");
    EXPECT_EQ(std::string_view(start + 3, 5), std::string_view("\0\0\0\0\0", 5));
}

}  // namespace
}  // namespace monitoring
