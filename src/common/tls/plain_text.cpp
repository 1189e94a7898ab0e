#include "common/tls/plain_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/text/text.hpp"

namespace monitoring {

std::string describe_plain_text(std::string_view bytes) {
    static constexpr char kAlert = 21;
    static constexpr char kHandshake = 22;
    static constexpr char kMajorVersion = 3;
    static constexpr std::size_t kMaxQuoted = 40;
    const bool is_record = bytes[0] == kHandshake || bytes[0] == kAlert;
    if (is_record && (bytes.size() == 1 || bytes[1] == kMajorVersion)) return "";
    const auto line = bytes.substr(0, bytes.find_first_of("\r\n"));
    const auto is_readable = [](char byte) { return byte >= ' ' && byte <= '~'; };
    const bool is_text = !line.empty() && std::all_of(line.begin(), line.end(), is_readable);
    const auto quoted = is_text ? fmt::format(": '{}'", shorten(line, kMaxQuoted)) : "";
    return "it does not speak TLS" + quoted;
}

}  // namespace monitoring
