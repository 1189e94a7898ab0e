#pragma once

#include <string>
#include <vector>

namespace monitoring {

/// Whether a certificate chain is valid.
struct ChainVerification {
    std::string error;  ///< such as "self-signed certificate", "hostname mismatch"; else empty
    std::vector<std::string> chain;  ///< the verified one, in DER, from the server's own up to a
                                     ///< root of the trust store; empty after an error
};

/// Verifies a server's certificates (DER, its own first) for that name or address, with the
/// authorities that trust_authorities() finds. Throws Error when there are none, when the name is
/// empty, or when a text is no certificate.
[[nodiscard]] ChainVerification verify_chain(const std::vector<std::string>& certificates,
                                             const std::string& server_name);

}  // namespace monitoring
