#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// What the first bytes from a server are that do not start a TLS record: "it does not speak TLS:
/// '220 mail.example.com'". Empty when they may start one, which is a message of the handshake or
/// an alert, of version 3.x (RFC 8446, section 5.1). There is at least one byte.
[[nodiscard]] std::string describe_plain_text(std::string_view bytes);

}  // namespace monitoring
