#pragma once

#include "common/tls/socket_stream.hpp"

// As libcrypto calls BIO.
struct bio_st;

namespace monitoring {

/// Sends to the server what the TLS session wrote.
void send_output(bio_st* output, SocketStream& server);

/// Receives bytes for the TLS session; the first ones fail unless they look like TLS. Returns false
/// after a failure, or when the connection was closed.
bool receive_input(bio_st* input, SocketStream& server, bool is_first);

}  // namespace monitoring
