#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// "it does not speak TLS: '220 mail.example.com'" when the first bytes from a server do not start
/// a TLS record (RFC 8446, 5.1: a handshake message or an alert, version 3.x); else empty. There is
/// at least one byte.
[[nodiscard]] std::string describe_plain_text(std::string_view bytes);

}  // namespace monitoring
