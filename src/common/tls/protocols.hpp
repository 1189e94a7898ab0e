#pragma once

#include <string>
#include <string_view>

#include "common/tls/plaintext_session.hpp"

namespace monitoring {

/// Fails because the server speaks something else: what it said begins with that.
void fail_as_no(PlaintextSession& server, std::string_view protocol, std::string_view said);

// Each of these asks a server to change to TLS in its own words, and fails where it does not. What
// the server says behind its answer is left to who calls.

/// RFC 3207. `own_name` is what we call ourselves, and the greeting is EHLO, or LHLO in LMTP.
void talk_smtp(PlaintextSession& server, std::string_view greeting, std::string_view own_name);
/// RFC 4217.
void talk_ftp(PlaintextSession& server);
/// RFC 4642.
void talk_nntp(PlaintextSession& server);
/// RFC 3501.
void talk_imap(PlaintextSession& server);
/// RFC 2595.
void talk_pop3(PlaintextSession& server);
/// RFC 5804.
void talk_sieve(PlaintextSession& server);
/// https://www.postgresql.org/docs/current/protocol-message-formats.html
void talk_postgres(PlaintextSession& server);
/// https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html
void talk_mysql(PlaintextSession& server);
/// RFC 4511, 4.14.
void talk_ldap(PlaintextSession& server);
/// RFC 6120, 5. `domain` is the one of the server's that is meant.
void talk_xmpp(PlaintextSession& server, std::string_view domain);

}  // namespace monitoring
