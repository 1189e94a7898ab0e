#pragma once

#include "common/tls/socket_stream.hpp"

// As libcrypto calls BIO.
struct bio_st;

namespace monitoring {

/// Hands to the server what a session of TLS wants to say.
void send_pending(bio_st* output, SocketStream& server);

/// Hands to the session what the server says, which has to look like TLS when it is the first that
/// it says. Returns false when it says no more, or has failed.
bool receive(bio_st* input, SocketStream& server, bool is_first);

}  // namespace monitoring
