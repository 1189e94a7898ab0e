// By the C library of a distribution, and with what its nsswitch.conf(5) names.

#include <errno.h>
#include <fmt/format.h>
#include <netdb.h>

#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "common/hosts/lookup_error.hpp"
#include "common/hosts/name_service.hpp"
#include "common/runtime/signals.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

static HostLookup ask_system(const Peer& peer) {
    addrinfo hints{};
    hints.ai_family = peer.family;
    hints.ai_socktype = peer.is_datagram ? SOCK_DGRAM : SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
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
            auto result = ask_system(peer);
            const std::lock_guard lock(shared->mutex);
            shared->result = std::move(result);
            shared->is_done.notify_one();
        }).detach();
    } catch (const std::system_error&) {
        return false;
    }
    return true;
}

/// getaddrinfo(3) may hang: after the deadline it is left behind in a thread of its own.
HostLookup ask_name_service(const Peer& peer, const Deadline& deadline) {
    const auto shared = std::make_shared<SharedLookup>();
    // In a sandbox that forbids threads, only the tool's own deadline ends the lookup.
    if (!start_thread(peer, shared)) return ask_system(peer);
    std::unique_lock lock(shared->mutex);
    const auto is_done = [&shared] { return shared->result.has_value(); };
    if (shared->is_done.wait_for(lock, deadline.remaining(), is_done)) return *shared->result;
    return {{}, lookup_timeout_text(peer, deadline)};
}

}  // namespace monitoring
