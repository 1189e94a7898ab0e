#include "common/net/host_lookup.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <net/if.h>
#include <netdb.h>

#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "common/net/lookup_error.hpp"
#include "common/net/network_address.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/signals.hpp"
#include "common/text/error.hpp"
#include "common/text/error_text.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

static HostLookup ask_system(const Peer& peer, int flags) {
    addrinfo hints{};
    hints.ai_family = peer.family;
    hints.ai_socktype = peer.is_datagram ? SOCK_DGRAM : SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    addrinfo* first = nullptr;
    const auto port = fmt::format("{}", peer.port);
    const int error = getaddrinfo(peer.host.c_str(), port.c_str(), &hints, &first);
    if (error == EAI_SYSTEM) return {{}, error_text(errno)};
    if (error != 0) return {{}, lookup_error_text(error)};
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> list(first, freeaddrinfo);
    HostLookup lookup;
    for (const addrinfo* entry = first; entry != nullptr; entry = entry->ai_next) {
        SocketAddress& address = lookup.addresses.emplace_back();
        std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
        address.size = entry->ai_addrlen;
    }
    return lookup;
}

/// Shared, and kept alive, by the thread and the caller.
struct SharedLookup {
    std::mutex mutex;
    std::condition_variable is_done;
    std::optional<HostLookup> result;
};

/// Returns whether there can be a thread.
static bool start_thread(const Peer& peer, const std::shared_ptr<SharedLookup>& shared) {
    // Signals are for the main thread.
    const BlockedSignals blocked;
    try {
        std::thread([peer, shared] {
            auto result = ask_system(peer, 0);
            const std::lock_guard lock(shared->mutex);
            shared->result = std::move(result);
            shared->is_done.notify_one();
        }).detach();
    } catch (const std::system_error&) {
        return false;
    }
    return true;
}

/// What is wrong with the scope of an IPv6 address, for which getaddrinfo(3) has no clear message.
static std::string mistake_in_scope(const IpAddress& address) {
    const bool is_link_local =
        address.family == AF_INET6 && address.bytes[0] == 0xfe && (address.bytes[1] & 0xc0) == 0x80;
    if (!is_link_local) return "";
    if (address.scope.empty()) return "a link-local address needs a scope such as %eth0";
    const bool is_known = if_nametoindex(address.scope.c_str()) != 0;
    return is_known || parse_integer(address.scope) ? "" : "no interface " + address.scope;
}

static HostLookup look_up_name(const Peer& peer, const Deadline& deadline) {
    const Activity activity("resolving " + peer.host);
    const auto shared = std::make_shared<SharedLookup>();
    // In a sandbox that forbids threads, only the tool's own deadline ends the lookup.
    if (!start_thread(peer, shared)) return ask_system(peer, 0);
    std::unique_lock lock(shared->mutex);
    const auto is_done = [&shared] { return shared->result.has_value(); };
    if (shared->is_done.wait_for(lock, deadline.remaining(), is_done)) return *shared->result;
    return {{}, fmt::format("{} (resolving {})", deadline.failure(), peer.host)};
}

HostLookup look_up_host(const Peer& peer, const Deadline& deadline) {
    const auto address = parse_ip_address(peer.host);
    if (!address) return look_up_name(peer, deadline);
    if (auto mistake = mistake_in_scope(*address); !mistake.empty()) return {{}, mistake};
    return ask_system(peer, AI_NUMERICHOST);
}

}  // namespace monitoring
