#pragma once

#include <string>
#include <vector>

namespace monitoring {

/// Whether this machine trusts a server.
struct Trust {
    std::string distrust;  ///< why not: "self-signed certificate", "hostname mismatch"; else empty
    std::vector<std::string> chain;  ///< what that was found by, in DER, from the server's own up
                                     ///< to a root of this machine's; empty where there is none
};

/// Whether this machine trusts a server that shows these certificates (DER, its own first) and
/// shall have that name or address. The trust store is the system's, or SSL_CERT_FILE and
/// SSL_CERT_DIR. Throws Error when there is no name, or no certificate in one of the texts.
[[nodiscard]] Trust find_trust(const std::vector<std::string>& certificates,
                               const std::string& server_name);

}  // namespace monitoring
