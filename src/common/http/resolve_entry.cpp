#include "common/http/resolve_entry.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include "common/hosts/host_lookup.hpp"
#include "common/net/network_address.hpp"

namespace monitoring {

ResolveEntry resolve_entry(const HttpRequest& request, const Deadline& deadline) {
    // libcurl knows localhost by itself.
    if (!request.socket_path.empty() || request.host == "localhost" ||
        parse_ip_address(request.host)) {
        return {};
    }
    const auto lookup = look_up_host({.host = request.host, .port = request.port}, deadline);
    if (!lookup.failure.empty()) {
        return {"", deadline.remaining() > Seconds(0) ? "the name of the host cannot be resolved"
                                                      : deadline.failure()};
    }
    auto text = fmt::format("*:{}:", request.port);
    for (const auto& address : lookup.addresses) {
        const auto ip = ip_address_in(address.get());
        if (!ip) continue;
        if (!text.ends_with(':')) text += ',';
        text += ip->family == AF_INET6 ? fmt::format("[{}]", ip->text()) : ip->text();
    }
    return {text, ""};
}

}  // namespace monitoring
