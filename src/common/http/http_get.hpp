#pragma once

#include <cstdint>
#include <string>

#include "common/text/quantity.hpp"

namespace monitoring {

/// An HTTP request.
struct HttpRequest {
    std::string host = "127.0.0.1";  ///< a name or an address; IPv6 without brackets
    std::uint16_t port = 80;
    std::string socket_path;  ///< of a Unix socket in place of host and port; empty for none
    std::string path = "/";   ///< begins with a slash
    Seconds timeout{};        ///< up to the last byte of the response

    /// "HOST:PORT", or "unix:PATH".
    [[nodiscard]] std::string address() const;

    /// "http://HOST:PORT/PATH", or "http://unix:SOCKET:/PATH" as nginx writes it; without the
    /// query, which may hold a secret, since it is for messages.
    [[nodiscard]] std::string url() const;
};

/// An HTTP response.
struct HttpAnswer {
    int status = 0;
    std::string body;
    std::string failure;      ///< why there is no response; empty for one of any status
    bool is_refused = false;  ///< nothing listens there

    /// Why its body is of no use: the failure, or a status other than 200; else empty.
    [[nodiscard]] std::string problem() const;
};

/// Sends one HTTP/1.1 GET. Does not follow redirections or use a proxy, whatever the environment
/// says; a body of more than 1 MiB is a failure.
[[nodiscard]] HttpAnswer http_get(const HttpRequest& request);

/// The version of libcurl that runs, as in "libcurl 7.88.1".
[[nodiscard]] std::string libcurl_version();

}  // namespace monitoring
