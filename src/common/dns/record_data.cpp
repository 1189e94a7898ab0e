#include "common/dns/record_data.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>

#include "common/net/network_address.hpp"

namespace monitoring {

static RecordData read_address(DnsMessageReader& reader, int family, std::size_t length) {
    if (length != (family == AF_INET ? 4 : 16)) throw Garbled("an address has a wrong length");
    const auto bytes = reader.bytes(length);
    IpAddress address;
    address.family = family;
    std::copy(bytes.begin(), bytes.end(), address.bytes.begin());
    return {.key = std::string(bytes), .text = address.text()};
}

/// Character strings one after another (RFC 1035, 3.3.14).
static RecordData read_text(DnsMessageReader& reader, std::size_t length) {
    std::string text;
    const auto end = reader.position() + length;
    while (reader.position() < end) text += reader.bytes(reader.number(1));
    return {.key = text, .text = fmt::format("\"{}\"", text)};
}

/// A number of 16 bits as a text that sorts by its value.
static std::string sortable(std::uint32_t number) { return fmt::format("{:05}", number); }

static RecordData read_data(DnsMessageReader& reader, RecordType type, std::size_t length) {
    switch (type) {
        case RecordType::a: return read_address(reader, AF_INET, length);
        case RecordType::aaaa: return read_address(reader, AF_INET6, length);
        case RecordType::txt: return read_text(reader, length);
        case RecordType::mx: {
            const auto preference = reader.number(2);
            const auto name = reader.name();
            return {sortable(preference) + name, fmt::format("{} {}", preference, name),
                    name == "."};
        }
        case RecordType::srv: {
            // Priority and weight (RFC 2782) say which one to take, not which ones there are.
            reader.bytes(4);
            const auto port = reader.number(2);
            const auto target = reader.name();
            return {fmt::format("{} {}", target, sortable(port)),
                    fmt::format("{}:{}", target, port), target == "."};
        }
        default: {
            auto name = reader.name();
            return {.key = name, .text = name};
        }
    }
}

RecordData read_record_data(DnsMessageReader& reader, RecordType type, std::size_t length) {
    const auto end = reader.position() + length;
    auto data = read_data(reader, type, length);
    if (reader.position() != end) throw Garbled("a record has a wrong length");
    return data;
}

}  // namespace monitoring
