#pragma once

#include <string>
#include <string_view>
#include <vector>

// As libcrypto calls X509_STORE.
struct x509_store_st;

namespace monitoring {

/// The certificates of authorities in a PEM text, in DER.
[[nodiscard]] std::vector<std::string> parse_authorities(std::string_view text);

/// Has a store trust the authorities of SSL_CERT_FILE and of the directories in SSL_CERT_DIR, or
/// where neither is set those of the first place that exists among the usual ones of Linux
/// distributions. Throws Error when there is none, or when SSL_CERT_FILE holds no certificate.
void trust_authorities(x509_store_st* store);

}  // namespace monitoring
