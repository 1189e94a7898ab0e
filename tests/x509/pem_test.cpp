#include "common/x509/pem.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"
#include "support/make_certificate.hpp"

namespace monitoring {
namespace {

struct Result {
    std::vector<std::string> certificates;
    std::vector<std::string> damages;
    std::set<std::string> labels;

    bool operator==(const Result&) const = default;
};

/// Gives the text to a reader in pieces of that size, with what it left over in front.
Result read_in_pieces(std::string_view text, std::size_t piece) {
    Result result;
    PemReader reader([&result](std::string_view der) {
        result.certificates.emplace_back(der);
        return true;
    });
    std::string held;
    for (; text.size() > piece; text.remove_prefix(piece)) {
        held += text.substr(0, piece);
        held.erase(0, reader.read(held, false));
    }
    held += text;
    EXPECT_EQ(reader.read(held, true), held.size());
    result.damages = reader.damages();
    result.labels = reader.labels();
    return result;
}

Result read(std::string_view text) {
    const auto result = read_in_pieces(text, text.size());
    EXPECT_EQ(read_in_pieces(text, 1), result);
    EXPECT_EQ(read_in_pieces(text, 7), result);
    return result;
}

const std::string kDer = make_certificate({});
const std::string kPem = to_pem(kDer);
using Texts = std::vector<std::string>;

std::string replace_all(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

TEST(PemReader, FindsCertificatesWithAnythingAround) {
    for (const auto& text :
         {kPem, "\xEF\xBB\xBF" + kPem, replace_all(kPem, "\n", "\r\n"),
          replace_all(kPem, "\n", " \t\n"), kPem.substr(0, kPem.size() - 1),
          "Bag Attributes\n    friendlyName: x\n" + kPem, "\n\nMIIB\n" + kPem + "junk\xFF\n",
          "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n" + kPem,
          "# -----BEGIN CERTIFICATE-----\n# -----END CERTIFICATE-----\n" + kPem,
          to_pem(kDer, "X509 CERTIFICATE"), to_pem(kDer, "TRUSTED CERTIFICATE")}) {
        const auto result = read(text);
        EXPECT_EQ(result.certificates, Texts{kDer}) << text;
        EXPECT_EQ(result.damages, Texts{}) << text;
    }
}

TEST(PemReader, FindsThemOneBehindTheOther) {
    EXPECT_EQ(read(kPem + kPem + kPem).certificates, (Texts{kDer, kDer, kDer}));
    const auto without_newline = kPem.substr(0, kPem.size() - 1);
    EXPECT_EQ(read(without_newline + kPem).certificates, (Texts{kDer, kDer}));
    EXPECT_EQ(read(without_newline + kPem).damages, Texts{});
}

TEST(PemReader, FindsNothingInOtherText) {
    EXPECT_EQ(read(""), Result{});
    EXPECT_EQ(read("\n"), Result{});
    EXPECT_EQ(read("-----BEGINNING-----\nMIIB\n-----ENDING-----\n"), Result{});
    const auto key = read("-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n");
    EXPECT_EQ(key.certificates, Texts{});
    EXPECT_EQ(key.labels, std::set<std::string>{"EC PRIVATE KEY"});
}

TEST(PemReader, NamesTheLineOfADamagedCertificate) {
    const auto damages = [](const std::string& text) { return read(text).damages; };
    const auto end = kPem.find("-----END");
    EXPECT_EQ(damages(kPem.substr(0, end)), Texts{"the certificate at line 1: it is cut short"});
    EXPECT_EQ(damages("\n" + kPem.substr(0, 100)),
              Texts{"the certificate at line 2: it is cut short"});
    EXPECT_EQ(damages("\n\n" + replace_all(kPem, "-----\nM", "-----\n*")),
              Texts{"the certificate at line 3: it is damaged"});
    EXPECT_EQ(damages(replace_all(kPem, "END CERT", "END XERT")),
              Texts{"the certificate at line 1: its last line is damaged"});
    EXPECT_EQ(damages(kPem.substr(kPem.find('\n') + 1)).size(), 1U);
    EXPECT_EQ(damages("-----BEGIN CERTIFI"),
              Texts{"the certificate at line 1: its first line is cut short"});
    EXPECT_EQ(damages("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
              Texts{"the certificate at line 1: it is damaged"});
}

TEST(PemReader, ReadsOnBehindADamagedCertificate) {
    const auto result = read(kPem.substr(0, 128) + "\n" + kPem);
    EXPECT_EQ(result.certificates, Texts{kDer});
    EXPECT_EQ(result.damages, Texts{"the certificate at line 1: it is cut short"});
}

TEST(PemReader, ReportsWhatIsWrongInside) {
    PemReader reader([](std::string_view) -> bool { throw Error("it is odd"); });
    EXPECT_EQ(reader.read(kPem, true), kPem.size());
    EXPECT_EQ(reader.damages(), Texts{"the certificate at line 1: it is odd"});
}

TEST(PemReader, KeepsNoMoreThanAMegabyte) {
    const auto text = "-----BEGIN CERTIFICATE-----\n" + std::string(1100000, 'A') + "\n";
    EXPECT_EQ(read_in_pieces(text, text.size()).damages,
              Texts{"the certificate at line 1: it is larger than a megabyte"});
}

TEST(PemReader, StopsWhenItIsTold) {
    int count = 0;
    PemReader reader([&count](std::string_view) { return ++count < 2; });
    static_cast<void>(reader.read(kPem + kPem + kPem, true));
    EXPECT_TRUE(reader.is_done());
    EXPECT_EQ(count, 2);
}

TEST(DecodeBase64, IsEmptyForDamage) {
    EXPECT_EQ(decode_base64("QUJD\nREVG"), "ABCDEF");
    EXPECT_EQ(decode_base64("QUI="), "AB");
    EXPECT_EQ(decode_base64("QQ=="), "A");
    for (const std::string_view wrong :
         {"", "Q", "QU", "QUJ", "Q===", "QUI=QUJD", "QU*D", "===="}) {
        EXPECT_EQ(decode_base64(wrong), "") << wrong;
    }
}

}  // namespace
}  // namespace monitoring
