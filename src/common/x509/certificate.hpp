#pragma once

#include <set>
#include <string>
#include <string_view>

#include "common/x509/moment.hpp"

namespace monitoring {

/// What is read of a certificate (RFC 5280, 4.1): no more than judging its time needs. The texts
/// are DER as they stand in it.
struct Certificate {
    Moment not_before;
    Moment not_after;
    std::string serial;      ///< the content of the INTEGER: two's complement, highest byte first
    std::string subject;     ///< a Name
    std::string public_key;  ///< a SubjectPublicKeyInfo
    std::string extensions;  ///< a SEQUENCE of them; empty where there are none
    bool is_self_signed = false;  ///< issuer and subject are the same
};

/// Reads a certificate in DER, behind which anything may stand. Throws Error with the reason when
/// it is none, or cut short.
[[nodiscard]] Certificate parse_certificate(std::string_view der);

/// Whether it is a root: a self-signed certificate of an authority (CA:TRUE in its extensions).
[[nodiscard]] bool is_root(const Certificate& certificate);

/// The names of servers that stand in a certificate (subjectAltName), each once and in order: DNS
/// names in small letters, and addresses as their bytes. Of extensions that are damaged as many as
/// stand in front of the damage.
[[nodiscard]] std::set<std::string> server_names(const Certificate& certificate);

/// Who a Name in DER stands for, as in "CN=example.com": its last common name, else as much as has
/// a short name, as in "O=Example, OU=Mail", else words that say so. 100 characters at the most.
[[nodiscard]] std::string format_name(std::string_view name);

/// A serial number as openssl prints it: "04:AB"; a negative one begins with "-".
[[nodiscard]] std::string format_serial(std::string_view serial);

}  // namespace monitoring
