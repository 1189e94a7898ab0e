#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/text/error.hpp"
#include "common/tls/protocols.hpp"
#include "common/x509/der.hpp"

namespace monitoring {

/// More than any of these messages has.
static constexpr std::size_t kMaxSize = 8192;

static std::uint8_t byte_at(std::string_view bytes, std::size_t place) {
    return static_cast<std::uint8_t>(bytes[place]);
}

void talk_postgres(PlaintextSession& server) {
    // The length of the message, 8, and the code 80877103.
    server.send(std::string_view("\0\0\0\x08\x04\xd2\x16\x2f", 8), "SSLRequest");
    const auto answer = server.bytes(1);
    if (answer == "N" || answer == "E") {
        server.refuse(answer);
    } else if (answer != "S") {
        fail_as_no(server, "PostgreSQL's protocol", answer);
    }
}

/// What a server of MySQL can do (the lower half of its flags), from its greeting behind the number
/// of the version; empty when that is cut short.
static std::optional<unsigned> parse_capabilities(std::string_view greeting) {
    // Behind the server's name come a number of 4 bytes, 8 of noise, and a zero.
    static constexpr std::size_t kBetween = 4 + 8 + 1;
    const auto name_end = greeting.find('\0');
    if (name_end == greeting.npos || greeting.size() < name_end + 1 + kBetween + 2) return {};
    const auto place = name_end + 1 + kBetween;
    return byte_at(greeting, place) | static_cast<unsigned>(byte_at(greeting, place + 1)) << 8U;
}

/// "1130 Host '192.0.2.1' is not allowed to connect", behind the byte that says that it is an
/// error.
static std::string describe_mysql_error(std::string_view error) {
    if (error.size() < 2) return "";
    const unsigned code = byte_at(error, 0) | static_cast<unsigned>(byte_at(error, 1)) << 8U;
    error.remove_prefix(2);
    // "#08004", the state of SQL.
    if (error.size() >= 6 && error[0] == '#') error.remove_prefix(6);
    return fmt::format("{} {}", code, error);
}

void talk_mysql(PlaintextSession& server) {
    static constexpr auto kProtocol = "MySQL's protocol";
    static constexpr unsigned kTls = 0x0800;
    // Three bytes of length, the lowest first, and the number of the message, from 0 on.
    static constexpr std::size_t kHeader = 4;
    std::string start(server.peek());
    const auto header = server.bytes(kHeader);
    if (server.has_failed()) return;
    const std::size_t size = byte_at(header, 0) |
                             static_cast<std::size_t>(byte_at(header, 1)) << 8U |
                             static_cast<std::size_t>(byte_at(header, 2)) << 16U;
    if (size == 0 || size > kMaxSize || header[3] != '\0') {
        return fail_as_no(server, kProtocol, start);
    }
    const auto greeting = server.bytes(size);
    if (server.has_failed()) return;
    const auto rest = std::string_view(greeting).substr(1);
    if (greeting[0] == '\xff') return server.refuse(describe_mysql_error(rest));
    const auto capabilities = greeting[0] == '\x0a' ? parse_capabilities(rest) : std::nullopt;
    if (!capabilities) return fail_as_no(server, kProtocol, start);
    if ((*capabilities & kTls) == 0) return server.fail("it does not offer TLS");
    // Nothing may have come in advance: TLS is what follows.
    server.expect_silence();
    // Message 1 of 32 bytes: that we speak TLS and the protocol since 4.1, messages up to 16 MiB,
    // UTF-8, and 23 zeros.
    server.send(std::string("\x20\0\0\x01\x01\x8a\x08\0\0\0\0\x01\x21", 13) + std::string(23, '\0'),
                "SSLRequest");
}

/// The content of a message of LDAP, a SEQUENCE; empty when it is none.
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

/// The answer of a server of LDAP to a request that is an extension.
struct ExtendedResponse {
    unsigned code = 0;  ///< 0 for success (RFC 4511, appendix A)
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

void talk_ldap(PlaintextSession& server) {
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
        fail_as_no(server, "LDAP", start);
    }
}

}  // namespace monitoring
