#pragma once

#include <string>
#include <vector>

#include "common/hosts/connect.hpp"
#include "common/text/quantity.hpp"
#include "common/tls/start_tls.hpp"

namespace monitoring {

/// A server that speaks TLS, and how to ask it.
struct TlsServer {
    Peer peer;
    std::string server_name{};  ///< the name to verify and to send as SNI; empty: the peer's
                                ///< host. An address is verified, but not sent
    StartTls start_tls = StartTls::none;  ///< the protocol that starts TLS
    bool is_verified = false;             ///< verify chain and name, with the system's trust store
};

/// The server's certificates, or why there are none.
struct TlsAnswer {
    std::vector<std::string> certificates;  ///< DER, the server's own first. Once verified, the
                                            ///< verified chain, without a root that only the
                                            ///< trust store has
    std::vector<std::string> unused;        ///< what it sent and the verified chain lacks
    std::string failure;  ///< why there are none, such as "Connection refused"; else empty
    /// Why chain or name is not valid, such as "hostname mismatch"; empty when they are valid, not
    /// verified, or when there are no certificates.
    std::string verify_error{};
    std::string verify_failure{};  ///< why they cannot be verified; else empty
    std::string address{};         ///< which of the host's addresses it is, when all were asked
    bool has_no_route = false;     ///< this machine has no route to it
};

/// Asks a server for its certificates, all within that time, and has it prove that it has the
/// private key. Expired certificates, unknown issuers, old versions of TLS and weak keys are no
/// failure unless they are verified, nor is the wish for a client certificate.
[[nodiscard]] TlsAnswer ask_tls_server(const TlsServer& server, Seconds timeout);

/// Asks every address of the server's host, one after the other, each of which gets its share of
/// the time. There is one answer at least.
[[nodiscard]] std::vector<TlsAnswer> ask_all_addresses(const TlsServer& server, Seconds timeout);

}  // namespace monitoring
