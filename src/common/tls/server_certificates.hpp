#pragma once

#include <string>
#include <vector>

#include "common/net/connect.hpp"
#include "common/text/quantity.hpp"
#include "common/tls/start_tls.hpp"

namespace monitoring {

/// A server that speaks TLS, and how to ask it.
struct TlsServer {
    Peer peer;
    std::string server_name{};  ///< which of its names is meant (SNI) and verified; empty: the
                                ///< peer's host. An address is verified, but not sent
    StartTls start_tls = StartTls::none;  ///< the protocol that comes before TLS
    bool is_verified = false;  ///< whether chain and name are judged (system's trust store)
};

/// What the server showed.
struct TlsAnswer {
    std::vector<std::string> certificates;  ///< DER, the server's own first. When they were found
                                            ///< to be valid, the chain that was verified, without
                                            ///< a root that only this machine has
    std::vector<std::string> unused;        ///< what it sent besides, which that chain does without
    std::string failure;     ///< why there are none, such as "Connection refused"; else empty
    std::string distrust{};  ///< why chain or name is not valid, such as "hostname mismatch"; empty
                             ///< when they are, when nobody asked, or without certificates
    std::string address{};   ///< which of the host's addresses it is, when all were asked
    bool has_no_route = false;  ///< this machine has no network that leads to it
};

/// Asks a server for its certificates, all within that time, and has it prove that it has the key.
/// An expired or foreign certificate, old versions of TLS and weak keys are no failure, nor is that
/// it wants a certificate of ours, unless it is verified.  Throws Error when libssl is not
/// installed.
[[nodiscard]] TlsAnswer ask_tls_server(const TlsServer& server, Seconds timeout);

/// Asks every address of the server's host, one after the other, each of which gets its share of
/// the time. There is one answer at least.
[[nodiscard]] std::vector<TlsAnswer> ask_all_addresses(const TlsServer& server, Seconds timeout);

}  // namespace monitoring
