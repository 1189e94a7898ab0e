#pragma once

#include <string>
#include <string_view>

#include "common/runtime/deadline.hpp"

namespace monitoring {

/// Protocols that begin in plain text and change to TLS when asked to.
enum class StartTls { none, smtp, lmtp, imap, pop3, sieve, ftp, nntp, ldap, xmpp, mysql, postgres };

/// The names of all of them but none, as start_tls_option() takes them.
[[nodiscard]] std::string start_tls_names(std::string_view separator);

/// The protocol of that name, such as "smtp". Throws UsageError.
[[nodiscard]] StartTls start_tls_option(std::string_view text);

/// The names that some of the protocols transmit.
struct StartTlsNames {
    std::string own;     ///< the argument of EHLO and LHLO, see own_ehlo_name()
    std::string server;  ///< the domain of an XMPP stream
};

/// Asks a server to start TLS, on a socket that never blocks. Returns why it cannot; empty when the
/// handshake may begin.
[[nodiscard]] std::string start_tls(StartTls protocol, const StartTlsNames& names, int socket,
                                    const Deadline& deadline);

}  // namespace monitoring
