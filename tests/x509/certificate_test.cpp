#include "common/x509/certificate.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "support/make_certificate.hpp"

namespace monitoring {
namespace {

std::string mistake_in(const std::string& der) {
    try {
        static_cast<void>(parse_certificate(der));
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

TEST(ParseCertificate, TakesItsDatesAndNames) {
    const auto certificate = parse_certificate(
        make_certificate({.not_after = "271027094954Z", .not_before = "700101000000Z"}));
    EXPECT_EQ(certificate.not_before.time_since_epoch().count(), 0);
    EXPECT_EQ(format_moment(certificate.not_after), "Oct 27 09:49:54 2027 GMT");
    EXPECT_EQ(format_name(certificate.subject), "CN=example.com");
    EXPECT_EQ(format_serial(certificate.serial), "04:AB");
    EXPECT_FALSE(certificate.is_self_signed);
}

TEST(ParseCertificate, IsSelfSignedWhenIssuerAndSubjectAreTheSame) {
    EXPECT_TRUE(parse_certificate(make_certificate({.issuer = "example.com"})).is_self_signed);
}

TEST(ParseCertificate, NeedsNoVersion) {
    auto der = make_certificate({});
    const std::string version("\xA0\x03\x02\x01\x02", 5);
    const auto place = der.find(version);
    der.erase(place, version.size());
    // Both lengths around it take two bytes.
    const auto shorten_length = [&der](std::size_t at) {
        der[at + 1] = static_cast<char>(static_cast<unsigned char>(der[at + 1]) - 5);
    };
    shorten_length(2);
    shorten_length(6);
    EXPECT_EQ(format_serial(parse_certificate(der).serial), "04:AB");
}

TEST(ParseCertificate, MayHaveAnythingBehind) {
    EXPECT_EQ(format_name(parse_certificate(make_certificate({}) + "trust").subject),
              "CN=example.com");
}

TEST(ParseCertificate, SaysThatItIsCutShortWhereverThatIs) {
    const auto der = make_certificate({});
    for (std::size_t size = 0; size < der.size(); ++size) {
        EXPECT_EQ(mistake_in(der.substr(0, size)), "it is cut short or damaged") << size;
    }
}

TEST(ParseCertificate, SaysWhatIsWrong) {
    EXPECT_EQ(mistake_in(make_certificate({.not_after = "271327094954Z"})),
              "its validity is not a time");
    EXPECT_EQ(mistake_in(make_certificate({.serial = ""})), "it is not made like a certificate");
    EXPECT_EQ(mistake_in(der_element(0x30, der_element(0x02, "\x01"))),
              "it is not made like a certificate");
    EXPECT_EQ(mistake_in(std::string("\x30\x80\x00\x00", 4)), "it is cut short or damaged");
}

TEST(FormatName, TakesTheLastCommonName) {
    const auto attribute = [](const std::string& text) {
        return der_element(
            0x31, der_element(0x30, der_element(0x06, "\x55\x04\x03") + der_element(0x0C, text)));
    };
    EXPECT_EQ(format_name(der_element(0x30, attribute("users") + attribute("jo"))), "CN=jo");
}

TEST(FormatName, ShowsOtherAttributesWithoutACommonName) {
    EXPECT_EQ(format_name(der_name("\x55\x04\x0A", 0x13, "Example")), "O=Example");
    EXPECT_EQ(format_name(der_name("\x2A\x86\x48\x86\xF7\x0D\x01\x09\x01", 0x16, "a@b")),
              "emailAddress=a@b");
    EXPECT_EQ(format_name(der_name("\x2A\x03", 0x13, "x")), "a subject without a usual name");
    EXPECT_EQ(format_name(der_element(0x30, "")), "an empty subject");
    EXPECT_EQ(format_name("junk"), "an unreadable subject");
}

TEST(FormatName, MakesUtf8OfOldStrings) {
    const auto common_name = [](unsigned char tag, const std::string& text) {
        return format_name(der_name("\x55\x04\x03", tag, text));
    };
    EXPECT_EQ(common_name(0x0C, "\u00DCber"), "CN=\u00DCber");
    EXPECT_EQ(common_name(0x14,
                          "\xDC"
                          "ber"),
              "CN=\u00DCber");
    EXPECT_EQ(common_name(0x1E, std::string("\x00\xDC\x65\xE5", 4)), "CN=\u00DC\u65E5");
    EXPECT_EQ(common_name(0x1C, std::string("\x00\x01\xF6\x00", 4)), "CN=\U0001F600");
    EXPECT_EQ(common_name(0x1E, "\xD8\x3D"), "CN=\uFFFD\uFFFD\uFFFD");
}

TEST(FormatName, IsPrintableAndShort) {
    EXPECT_EQ(format_name(der_name("\x55\x04\x03", 0x0C, "a\nb\x1B\xFF")), "CN=a\\nb\\x1b\uFFFD");
    EXPECT_EQ(count_characters(format_name(der_name("\x55\x04\x03", 0x0C, std::string(500, 'a')))),
              100U);
}

TEST(FormatSerial, LooksLikeOpenssl) {
    EXPECT_EQ(format_serial(std::string(1, '\0')), "00");
    EXPECT_EQ(format_serial("\x7F"), "7F");
    EXPECT_EQ(format_serial(std::string("\x00\x80", 2)), "80");
    EXPECT_EQ(format_serial("\xFB\x55"), "-04:AB");
    EXPECT_EQ(format_serial("\x80"), "-80");
    EXPECT_EQ(format_serial("\xFF"), "-01");
    EXPECT_EQ(format_serial(std::string("\xFF\x00", 2)), "-01:00");
    EXPECT_EQ(format_serial(std::string(33, '\x01')).size(),
              32 * 3 - 1 + std::string("\u2026").size());
}

}  // namespace
}  // namespace monitoring
