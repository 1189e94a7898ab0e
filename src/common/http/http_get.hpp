#pragma once

#include <cstdint>
#include <string>

#include "common/text/quantity.hpp"

namespace monitoring {

/// Whom to ask by HTTP, and for what.
struct HttpRequest {
    std::string host = "127.0.0.1";  ///< a name or an address; IPv6 without brackets
    std::uint16_t port = 80;
    std::string socket_path;  ///< of a Unix socket in place of host and port; empty for none
    std::string path = "/";   ///< begins with a slash
    Seconds timeout{};        ///< how long the answer may take, to its last byte

    /// "HOST:PORT", or "unix:PATH".
    [[nodiscard]] std::string address() const;

    /// "http://HOST:PORT/PATH", or "http://unix:SOCKET:/PATH" as nginx writes it: to be shown, and
    /// so without the query, which may hold a secret.
    [[nodiscard]] std::string url() const;
};

/// What came back.
struct HttpAnswer {
    int status = 0;
    std::string body;
    std::string failure;      ///< why there is no answer; empty when there is one, of any status
    bool is_refused = false;  ///< nothing listens there

    /// Why there is nothing to read in it: the failure, or a status other than 200. Empty when
    /// there is.
    [[nodiscard]] std::string problem() const;
};

/// Asks once, by HTTP/1.1 GET. Redirections are not followed, no proxy is used, whatever the
/// environment says, and a body of more than 1 MiB is a failure.
[[nodiscard]] HttpAnswer http_get(const HttpRequest& request);

}  // namespace monitoring
