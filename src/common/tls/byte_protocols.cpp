#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/text/error.hpp"
#include "common/tls/protocols.hpp"
#include "common/x509/der.hpp"

namespace monitoring {

/// Of a message: more than any of these protocols needs.
static constexpr std::size_t kMaxSize = 8192;

static std::uint8_t byte_at(std::string_view bytes, std::size_t place) {
    return static_cast<std::uint8_t>(bytes[place]);
}

void start_tls_postgres(PlaintextSession& server) {
    // The length of the message, 8, and the code 80877103.
    server.send(std::string_view("\0\0\0\x08\x04\xd2\x16\x2f", 8), "SSLRequest");
    const auto answer = server.bytes(1);
    if (answer == "N" || answer == "E") {
        server.refuse(answer);
    } else if (answer != "S") {
        fail_wrong_protocol(server, "PostgreSQL's protocol", answer);
    }
}

/// The lower two bytes of the capability flags, from what follows the protocol version in MySQL's
/// greeting; empty when it is cut short.
static std::optional<unsigned> parse_capabilities(std::string_view greeting) {
    // The thread id, the first 8 bytes of the scramble, and a zero stand between the server version
    // and the flags.
    static constexpr std::size_t kBetween = 4 + 8 + 1;
    const auto name_end = greeting.find('\0');
    if (name_end == greeting.npos || greeting.size() < name_end + 1 + kBetween + 2) return {};
    const auto place = name_end + 1 + kBetween;
    return byte_at(greeting, place) | static_cast<unsigned>(byte_at(greeting, place + 1)) << 8U;
}

/// "1130 Host '192.0.2.1' is not allowed to connect", from what follows the byte 0xff of an ERR
/// packet.
static std::string describe_mysql_error(std::string_view error) {
    if (error.size() < 2) return "";
    const unsigned code = byte_at(error, 0) | static_cast<unsigned>(byte_at(error, 1)) << 8U;
    error.remove_prefix(2);
    // The SQLSTATE, such as "#08004".
    if (error.size() >= 6 && error[0] == '#') error.remove_prefix(6);
    return fmt::format("{} {}", code, error);
}

void start_tls_mysql(PlaintextSession& server) {
    static constexpr auto kProtocol = "MySQL's protocol";
    static constexpr unsigned kTls = 0x0800;
    // Three bytes of length, little-endian, and the sequence number, from 0 on.
    static constexpr std::size_t kHeader = 4;
    std::string start(server.peek());
    const auto header = server.bytes(kHeader);
    if (server.has_failed()) return;
    const std::size_t size = byte_at(header, 0) |
                             static_cast<std::size_t>(byte_at(header, 1)) << 8U |
                             static_cast<std::size_t>(byte_at(header, 2)) << 16U;
    if (size == 0 || size > kMaxSize || header[3] != '\0') {
        return fail_wrong_protocol(server, kProtocol, start);
    }
    const auto greeting = server.bytes(size);
    if (server.has_failed()) return;
    const auto rest = std::string_view(greeting).substr(1);
    if (greeting[0] == '\xff') return server.refuse(describe_mysql_error(rest));
    const auto capabilities = greeting[0] == '\x0a' ? parse_capabilities(rest) : std::nullopt;
    if (!capabilities) return fail_wrong_protocol(server, kProtocol, start);
    if ((*capabilities & kTls) == 0) return server.fail("it does not offer TLS");
    // The server sends TLS next, so nothing in plain text may follow the greeting.
    server.expect_nothing_more();
    // Message 1 of 32 bytes: CLIENT_SSL and CLIENT_PROTOCOL_41 among the flags, messages up to
    // 16 MiB, UTF-8, and 23 zeros.
    server.send(std::string("\x20\0\0\x01\x01\x8a\x08\0\0\0\0\x01\x21", 13) + std::string(23, '\0'),
                "SSLRequest");
}

/// The content of an LDAPMessage, which is a SEQUENCE; empty for anything else.
static std::string read_ldap_message(PlaintextSession& server) {
    const auto start = server.bytes(2);
    if (server.has_failed() || start[0] != '\x30') return "";
    std::size_t size = byte_at(start, 1);
    if (size >= 0x80) {
        const auto count = size - 0x80;
        if (count == 0 || count > 4) return "";
        const auto length = server.bytes(count);
        size = 0;
        for (std::size_t i = 0; i < length.size(); ++i) size = size << 8U | byte_at(length, i);
    }
    return size > kMaxSize ? "" : server.bytes(size);
}

namespace {

/// RFC 4511, 4.12.
struct ExtendedResponse {
    unsigned code = 0;  ///< 0: success (appendix A)
    std::string text;
};

}  // namespace

static ExtendedResponse parse_extended_response(std::string_view message) {
    static_cast<void>(take_element(message, DerType::integer));
    const DerElement response = take_element(message);
    if (response.whole[0] != '\x78') throw Error("it is another message");
    std::string_view fields = response.content;
    const DerElement code = take_element(fields);
    if (code.whole[0] != '\x0a' || code.content.size() != 1) throw Error("it has no result");
    static_cast<void>(take_element(fields, DerType::octet_string));
    const auto text = take_element(fields, DerType::octet_string).content;
    return {byte_at(code.content, 0), std::string(text)};
}

void start_tls_ldap(PlaintextSession& server) {
    // Message 1, an extended request [APPLICATION 23], with the name of the extension in [0].
    server.send(
        "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
        "1.3.6.1.4.1.1466.20037",
        "StartTLS");
    const std::string start(server.peek());
    const auto message = read_ldap_message(server);
    if (server.has_failed()) return;
    try {
        const auto [code, text] = parse_extended_response(message);
        if (code == 0) return;
        server.refuse(fmt::format("result {}{}{}", code, text.empty() ? "" : ": ", text));
    } catch (const Error&) {
        fail_wrong_protocol(server, "LDAP", start);
    }
}

}  // namespace monitoring
