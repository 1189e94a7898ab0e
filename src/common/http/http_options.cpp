#include "common/http/http_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/net/network_address.hpp"
#include "common/text/error.hpp"
#include "common/text/secrets.hpp"

namespace monitoring {

std::string http_path_option(std::string_view text) {
    const auto is_allowed = [](char byte) { return byte > ' ' && byte <= '~' && byte != '#'; };
    if (text.starts_with('/') && std::all_of(text.begin(), text.end(), is_allowed)) {
        return std::string(text);
    }
    throw UsageError(fmt::format("'{}' is not a path such as /stat/app", without_query(text)));
}

void read_http_port(std::string_view text, HttpRequest& request) {
    static constexpr std::string_view kUnix = "unix:";
    // What sockaddr_un has room for, see unix(7).
    static constexpr std::size_t kMaxPathLength = 107;
    if (!text.starts_with(kUnix)) {
        request.port = port_option(text);
        request.socket_path.clear();
        return;
    }
    const auto path = text.substr(kUnix.size());
    if (path.find_first_not_of('/') == std::string_view::npos || path.size() > kMaxPathLength) {
        throw UsageError(
            fmt::format("'{}' names no socket by 1 to {} bytes", text, kMaxPathLength));
    }
    request.socket_path = path;
}

}  // namespace monitoring
