#pragma once

#include <string>
#include <vector>

#include "common/runtime/deadline.hpp"

namespace monitoring {

/// What a server showed when TLS began.
struct TlsHandshake {
    std::vector<std::string> certificates;  ///< DER, the server's own first; at most 100
    std::string failure;                    ///< why there are none; else empty
};

/// Begins TLS as a client on a connected socket that never blocks, and ends it politely. The
/// certificates are those of a server that has proved to have the key; whom they belong to and how
/// strong the encryption is do not matter. That it refuses us after that, for we have no
/// certificate of ours, is a failure only when it must welcome us. An empty server name, or one
/// that is an address, is not sent.  Throws Error without libssl.
[[nodiscard]] TlsHandshake shake_hands(int socket, const std::string& server_name,
                                       const Deadline& deadline, bool must_welcome = false);

}  // namespace monitoring
