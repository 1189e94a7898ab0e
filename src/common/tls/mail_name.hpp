#pragma once

#include <string>
#include <string_view>

#include "common/net/network_address.hpp"

namespace monitoring {

/// What a mail server is greeted with (RFC 5321, 4.1.3 and 4.1.4): the full name of this host,
/// which is its name, or the one that stands for it in a text like /etc/hosts; else our address, as
/// in
/// "[192.0.2.1]" or "[IPv6:2001:db8::1]". Many servers refuse anything else.
[[nodiscard]] std::string mail_name(std::string_view host_name, std::string_view hosts,
                                    const IpAddress& own_address);

/// The same for this host, whose address is that of a connected socket. No name is looked up: that
/// may take longer than the server does.
[[nodiscard]] std::string own_mail_name(int socket);

}  // namespace monitoring
