#pragma once

#include <string>

#include "common/http/http_get.hpp"
#include "common/runtime/deadline.hpp"

namespace monitoring {

/// The addresses of a request's host, as CURLOPT_RESOLVE(3) takes them: "*:80:192.0.2.1,[::1]".
struct ResolveEntry {
    std::string text;     ///< empty where the host is an address, or a socket on this host
    std::string failure;  ///< why there is none; else empty
};

/// Looks the host up as other tools do: a libcurl without threads would wait for a name server for
/// as long as it pleases.
[[nodiscard]] ResolveEntry resolve_entry(const HttpRequest& request, const Deadline& deadline);

}  // namespace monitoring
