#pragma once

#include <string>
#include <string_view>

#include "common/net/network_address.hpp"

namespace monitoring {

/// The argument of EHLO and LHLO (RFC 5321, 4.1.3 and 4.1.4): the host name when it has a domain,
/// else its alias with a domain in a text like /etc/hosts, else an address literal such as
/// "[192.0.2.1]" or "[IPv6:2001:db8::1]". Many servers reject anything else.
[[nodiscard]] std::string ehlo_name(std::string_view host_name, std::string_view hosts,
                                    const IpAddress& own_address);

/// The same for this host, with the local address of a connected socket. Makes no DNS lookup, which
/// could take longer than the server.
[[nodiscard]] std::string own_ehlo_name(int socket);

}  // namespace monitoring
