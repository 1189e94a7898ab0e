#pragma once

#include <string>
#include <vector>

#include "common/runtime/deadline.hpp"

namespace monitoring {

/// The outcome of a TLS handshake.
struct TlsHandshake {
    std::vector<std::string> certificates;  ///< DER, the server's own first; at most 100
    std::string failure;                    ///< why there are none; else empty
};

/// Performs a TLS handshake as a client on a connected socket that never blocks, and closes TLS.
/// The certificates are those of a server that proved to have the private key; they are not
/// verified, and any protocol version and cipher will do. A server that then rejects a client
/// without a certificate is a failure only if it `must_accept_client`. A server name that is empty
/// or an address is not sent as SNI.
[[nodiscard]] TlsHandshake perform_handshake(int socket, const std::string& server_name,
                                             const Deadline& deadline,
                                             bool must_accept_client = false);

}  // namespace monitoring
