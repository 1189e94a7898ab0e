#include "common/tls/server_certificates.hpp"

#include "common/deadline.hpp"
#include "common/last_words.hpp"
#include "common/network_address.hpp"
#include "common/tls/tls_session.hpp"
#include "common/tls/trust.hpp"

namespace monitoring {

/// The name as certificates and SNI have it: without the dot that ends a search (RFC 6066).
static std::string name_of(const TlsServer& server) {
    auto name = server.server_name.empty() ? server.peer.host : server.server_name;
    if (name.size() > 1 && name.ends_with('.')) name.pop_back();
    return name;
}

TlsAnswer ask_tls_server(const TlsServer& server, Seconds patience) {
    const Deadline deadline(patience);
    auto [socket, failure] = connect_to(server.peer, patience);
    if (failure == deadline.failure()) failure += " (connecting)";
    if (!failure.empty()) return {{}, failure, ""};

    const Activity activity("asking " + format_host_port(server.peer.host, server.peer.port));
    failure = start_tls(server.start_tls, socket.get(), deadline);
    if (!failure.empty()) return {{}, failure, ""};
    const auto name = name_of(server);
    auto handshake = shake_hands(socket.get(), name, deadline);
    TlsAnswer answer{std::move(handshake.certificates), std::move(handshake.failure), ""};
    const bool is_judged = server.is_verified && answer.failure.empty();
    if (is_judged) answer.distrust = find_distrust(answer.certificates, name);
    return answer;
}

}  // namespace monitoring
