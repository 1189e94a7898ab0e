#pragma once

#include <string>
#include <string_view>

#include "common/deadline.hpp"

namespace monitoring {

/// Protocols that begin in plain text and change to TLS when asked to.
enum class StartTls { none, smtp, imap, pop3, ftp, postgres };

/// "smtp", "imap", "pop3", "ftp" or "postgres". Throws UsageError.
[[nodiscard]] StartTls parse_start_tls(std::string_view text);

/// Asks a server to change to TLS (RFC 3207, 3501, 2595, 4217, PostgreSQL's SSLRequest), on a
/// socket that never blocks. Returns why TLS cannot begin; empty when it can.
[[nodiscard]] std::string start_tls(StartTls protocol, int socket, const Deadline& deadline);

}  // namespace monitoring
