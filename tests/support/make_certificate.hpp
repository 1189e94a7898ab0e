#pragma once

#include <ctime>
#include <string>
#include <string_view>

namespace monitoring {

/// What stands in a made-up certificate. Nobody signed it, but it is made like one.
struct TestCertificate {
    std::string subject = "example.com";  ///< its common name; empty: a subject without any
    std::string issuer = "Test CA";
    std::string not_after = "20491231235959Z";  ///< a UTCTime when it has 13 characters
    std::string not_before = "20240101000000Z";
    std::string serial = "\x04\xAB";
    std::string public_key = "key";
    std::string names{};        ///< a DNS name that stands in it besides
    bool is_authority = false;  ///< CA:TRUE
};

/// An element of DER with that tag.
[[nodiscard]] std::string der_element(unsigned char tag, const std::string& content);

/// A Name with one attribute, whose type is a string of that tag; the identifier is in DER.
[[nodiscard]] std::string der_name(const std::string& identifier, unsigned char tag,
                                   const std::string& text);

[[nodiscard]] std::string make_certificate(const TestCertificate& certificate);

/// As in a PEM file.
[[nodiscard]] std::string to_pem(const std::string& der, const std::string& label = "CERTIFICATE");

/// The PEM of a made-up certificate.
[[nodiscard]] std::string make_pem(const TestCertificate& certificate);

/// A moment as a GeneralizedTime, and as openssl prints it.
[[nodiscard]] std::string generalized_time(std::time_t moment);
[[nodiscard]] std::string printed_time(std::time_t moment);

}  // namespace monitoring
