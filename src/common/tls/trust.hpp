#pragma once

#include <string>
#include <vector>

namespace monitoring {

/// Why this machine does not trust a server that shows these certificates (DER, its own first)
/// and shall have that name or address: "self-signed certificate", "hostname mismatch". Empty
/// when it does. The trust store is the system's, or SSL_CERT_FILE and SSL_CERT_DIR.
/// Throws Error when there is no name, or no certificate in one of the texts.
[[nodiscard]] std::string find_distrust(const std::vector<std::string>& certificates,
                                        const std::string& server_name);

}  // namespace monitoring
