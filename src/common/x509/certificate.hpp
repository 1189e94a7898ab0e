#pragma once

#include <set>
#include <string>
#include <string_view>

#include "common/x509/moment.hpp"

namespace monitoring {

/// The fields of a certificate (RFC 5280, 4.1) that judging it needs. Texts are DER, as they stand
/// in it.
struct Certificate {
    Moment not_before;
    Moment not_after;
    std::string serial;      ///< the content of the INTEGER: two's complement, highest byte first
    std::string subject;     ///< a Name
    std::string public_key;  ///< a SubjectPublicKeyInfo
    std::string extensions;  ///< a SEQUENCE of them; empty where there are none
    bool is_self_signed = false;  ///< issuer and subject are equal
};

/// Parses a certificate in DER; bytes behind it are ignored. Throws Error with the reason when it
/// is none, or cut short.
[[nodiscard]] Certificate parse_certificate(std::string_view der);

/// Whether it is a root: a self-signed certificate of an authority (CA:TRUE in its extensions).
[[nodiscard]] bool is_root(const Certificate& certificate);

/// The server names in a certificate (subjectAltName), sorted and without duplicates: DNS names in
/// lower case, addresses as their bytes. Names behind a damaged one are left out.
[[nodiscard]] std::set<std::string> server_names(const Certificate& certificate);

/// A Name in DER as text: its last common name ("CN=example.com"), else all attributes that have a
/// short name ("O=Example, OU=Mail"), else words that say so. At most 100 characters.
[[nodiscard]] std::string format_name(std::string_view name);

/// A serial number as openssl prints it: "04:AB"; a negative one begins with "-".
[[nodiscard]] std::string format_serial(std::string_view serial);

}  // namespace monitoring
