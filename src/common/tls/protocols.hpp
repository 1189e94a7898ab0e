#pragma once

#include <string>
#include <string_view>

#include "common/tls/plaintext_session.hpp"

namespace monitoring {

/// Fails because the server speaks another protocol, and quotes the start of what it sent.
void fail_wrong_protocol(PlaintextSession& server, std::string_view protocol,
                         std::string_view said);

// Each of these asks a server in its protocol to start TLS, and fails when it refuses. To call
// expect_nothing_more() after it is up to the caller.

/// RFC 3207. The greeting is EHLO, or LHLO in LMTP (RFC 2033); `own_name` is its argument.
void start_tls_smtp(PlaintextSession& server, std::string_view greeting, std::string_view own_name);
/// RFC 4217.
void start_tls_ftp(PlaintextSession& server);
/// RFC 4642.
void start_tls_nntp(PlaintextSession& server);
/// RFC 3501.
void start_tls_imap(PlaintextSession& server);
/// RFC 2595.
void start_tls_pop3(PlaintextSession& server);
/// RFC 5804.
void start_tls_sieve(PlaintextSession& server);
/// https://www.postgresql.org/docs/current/protocol-message-formats.html
void start_tls_postgres(PlaintextSession& server);
/// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html
void start_tls_mysql(PlaintextSession& server);
/// RFC 4511, 4.14.
void start_tls_ldap(PlaintextSession& server);
/// RFC 6120, 5. `domain` is the value of "to" in the stream header.
void start_tls_xmpp(PlaintextSession& server, std::string_view domain);

}  // namespace monitoring
