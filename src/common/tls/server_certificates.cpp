#include "common/tls/server_certificates.hpp"

#include <algorithm>
#include <utility>

#include "common/hosts/host_lookup.hpp"
#include "common/net/network_address.hpp"
#include "common/net/socket_address.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/deadline.hpp"
#include "common/text/error.hpp"
#include "common/tls/ehlo_name.hpp"
#include "common/tls/tls_session.hpp"
#include "common/tls/verify_chain.hpp"

namespace monitoring {

/// The name as certificates and SNI have it: without a trailing dot (RFC 6066).
static std::string name_of(const TlsServer& server) {
    auto name = server.server_name.empty() ? server.peer.host : server.server_name;
    if (name.size() > 1 && name.ends_with('.')) name.pop_back();
    return name;
}

/// Leaves the verified chain in `certificates`, and moves what else the server sent to `unused`.
static void keep_chain(std::vector<std::string> chain, TlsAnswer& answer) {
    const auto is_among = [](const std::vector<std::string>& all, const std::string& one) {
        return std::find(all.begin(), all.end(), one) != all.end();
    };
    // The root comes from the trust store.
    if (chain.size() > 1 && !is_among(answer.certificates, chain.back())) chain.pop_back();
    for (auto& certificate : answer.certificates) {
        if (!is_among(chain, certificate)) answer.unused.push_back(std::move(certificate));
    }
    answer.certificates = std::move(chain);
}

TlsAnswer ask_tls_server(const TlsServer& server, Seconds timeout) {
    const Deadline deadline(timeout);
    auto [socket, failure, has_no_route] = connect_to(server.peer, timeout);
    if (failure == deadline.failure()) failure += " (connecting)";
    if (!failure.empty()) return {{}, {}, failure, "", "", "", has_no_route};

    const Activity activity("asking " + format_host_port(server.peer.host, server.peer.port));
    const auto name = name_of(server);
    StartTlsNames names{"", name};
    const bool is_mail = server.start_tls == StartTls::smtp || server.start_tls == StartTls::lmtp;
    if (is_mail) names.own = own_ehlo_name(socket.get());
    failure = start_tls(server.start_tls, names, socket.get(), deadline);
    if (!failure.empty()) return {{}, {}, failure};
    auto handshake = perform_handshake(socket.get(), name, deadline, server.is_verified);
    TlsAnswer answer{std::move(handshake.certificates), {}, std::move(handshake.failure)};
    if (!server.is_verified || !answer.failure.empty()) return answer;
    try {
        auto verification = verify_chain(answer.certificates, name);
        answer.verify_error = std::move(verification.error);
        if (!verification.chain.empty()) keep_chain(std::move(verification.chain), answer);
    } catch (const Error& error) {
        // The dates can be judged all the same.
        answer.verify_failure = error.what();
    }
    return answer;
}

std::vector<TlsAnswer> ask_all_addresses(const TlsServer& server, Seconds timeout) {
    const Deadline deadline(timeout);
    const HostLookup lookup = look_up_host(server.peer, deadline);
    if (!lookup.failure.empty()) return {{{}, {}, lookup.failure}};
    std::vector<std::string> addresses;
    for (const auto& address : lookup.addresses) {
        const auto ip = ip_address_in(address.get());
        const bool is_known =
            !ip || std::find(addresses.begin(), addresses.end(), ip->text()) != addresses.end();
        if (!is_known) addresses.push_back(ip->text());
    }
    std::vector<TlsAnswer> answers;
    for (const auto& address : addresses) {
        TlsServer one = server;
        one.server_name = name_of(server);
        one.peer.host = address;
        const auto left = static_cast<double>(addresses.size() - answers.size());
        answers.push_back(ask_tls_server(one, deadline.remaining() / left));
        answers.back().address = address;
    }
    return answers;
}

}  // namespace monitoring
