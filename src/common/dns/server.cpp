#include "common/dns/server.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"

namespace monitoring {

std::string Server::text() const {
    return port == kDnsPort ? address.text() : format_host_port(address.text(), port);
}

Server server_option(std::string_view text) {
    const auto [host, port] = host_port_option(text);
    const auto address = parse_ip_address(host);
    if (!address) throw UsageError(fmt::format("'{}' is not an address", host));
    return {*address, port.value_or(kDnsPort)};
}

}  // namespace monitoring
