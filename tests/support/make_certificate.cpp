#include "support/make_certificate.hpp"

#include <algorithm>
#include <array>

namespace monitoring {

std::string der_element(unsigned char tag, const std::string& content) {
    std::string element(1, static_cast<char>(tag));
    if (content.size() < 0x80) {
        element += static_cast<char>(content.size());
    } else {
        element += '\x82';
        element += static_cast<char>(content.size() >> 8U);
        element += static_cast<char>(content.size() & 0xFFU);
    }
    return element + content;
}

std::string der_name(const std::string& identifier, unsigned char tag, const std::string& text) {
    const auto attribute = der_element(0x06, identifier) + der_element(tag, text);
    return der_element(0x30, der_element(0x31, der_element(0x30, attribute)));
}

static std::string common_name(const std::string& text) {
    return text.empty() ? der_element(0x30, "") : der_name("\x55\x04\x03", 0x0C, text);
}

static std::string time_element(const std::string& text) {
    return der_element(text.size() == 13 ? 0x17 : 0x18, text);
}

static std::string extension(const std::string& identifier, const std::string& value) {
    return der_element(0x30, der_element(0x06, identifier) + der_element(0x04, value));
}

static std::string extensions_of(const TestCertificate& certificate) {
    // As long as real ones are: a length of one byte would not look like a file in DER.
    auto all = extension("\x2A\x04", std::string(200, 'x'));
    if (certificate.is_authority) {
        all += extension("\x55\x1D\x13", der_element(0x30, der_element(0x01, "\xFF")));
    }
    if (!certificate.names.empty()) {
        all += extension("\x55\x1D\x11", der_element(0x30, der_element(0x82, certificate.names)));
    }
    return der_element(0xA3, der_element(0x30, all));
}

std::string make_certificate(const TestCertificate& certificate) {
    const auto algorithm = der_element(0x30, der_element(0x06, "\x2A\x03"));
    const auto key = der_element(
        0x30, algorithm + der_element(0x03, std::string(1, '\0') + certificate.public_key));
    const auto version = der_element(0xA0, der_element(0x02, "\x02"));
    const auto validity = der_element(
        0x30, time_element(certificate.not_before) + time_element(certificate.not_after));
    const auto content = version + der_element(0x02, certificate.serial) + algorithm +
                         common_name(certificate.issuer) + validity +
                         common_name(certificate.subject) + key + extensions_of(certificate);
    return der_element(
        0x30, der_element(0x30, content) + algorithm + der_element(0x03, std::string(65, '\0')));
}

std::string to_pem(const std::string& der, const std::string& label) {
    static constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text = "-----BEGIN " + label + "-----\n";
    std::size_t column = 0;
    for (std::size_t i = 0; i < der.size(); i += 3) {
        const auto count = std::min<std::size_t>(3, der.size() - i);
        unsigned group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8U | (k < count ? static_cast<unsigned char>(der[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += k <= count ? kAlphabet[(group >> (18 - 6 * k)) & 0x3FU] : '=';
        }
        column += 4;
        if (column % 64 == 0) text += '\n';
    }
    if (column % 64 != 0) text += '\n';
    return text + "-----END " + label + "-----\n";
}

std::string make_pem(const TestCertificate& certificate) {
    return to_pem(make_certificate(certificate));
}

static std::tm utc_time(std::time_t moment) {
    std::tm utc{};
    gmtime_r(&moment, &utc);
    return utc;
}

std::string generalized_time(std::time_t moment) {
    const std::tm utc = utc_time(moment);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y%m%d%H%M%SZ", &utc)};
}

std::string printed_time(std::time_t moment) {
    const std::tm utc = utc_time(moment);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%b %e %H:%M:%S %Y GMT", &utc)};
}

}  // namespace monitoring
