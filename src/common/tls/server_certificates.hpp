#pragma once

#include <string>
#include <vector>

#include "common/connect.hpp"
#include "common/quantity.hpp"
#include "common/tls/start_tls.hpp"

namespace monitoring {

/// A server that speaks TLS, and how to ask it.
struct TlsServer {
    Peer peer;
    std::string server_name;  ///< which of its names is meant (SNI) and verified; empty: the
                              ///< peer's host. An address is verified, but not sent
    StartTls start_tls = StartTls::none;  ///< the protocol that comes before TLS
    bool is_verified = false;  ///< whether chain and name are judged (system's trust store)
};

/// What the server showed.
struct TlsAnswer {
    std::vector<std::string> certificates;  ///< DER, the server's own first; at most 100
    std::string failure;   ///< why there are none, such as "Connection refused"; else empty
    std::string distrust;  ///< why chain or name is not valid, such as "hostname mismatch"; empty
                           ///< when they are, when nobody asked, or without certificates
};

/// Asks a server for its certificates, all within that time. An expired or foreign certificate,
/// old versions of TLS and weak keys are no failure.  Throws Error when
/// libssl is not installed.
[[nodiscard]] TlsAnswer ask_tls_server(const TlsServer& server, Seconds patience);

}  // namespace monitoring
