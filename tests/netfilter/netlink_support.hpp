#pragma once

#include <cstdint>
#include <string>

namespace monitoring {

/// The bytes of a number, in the order of this machine.
template <typename Number>
std::string bytes(Number number) {
    return {reinterpret_cast<const char*>(&number), sizeof number};
}

/// An attribute, padded to a multiple of four bytes.
inline std::string attribute(unsigned type, const std::string& value) {
    const auto length = static_cast<std::uint16_t>(4 + value.size());
    return bytes(length) + bytes(static_cast<std::uint16_t>(type)) + value +
           std::string((4 - value.size() % 4) % 4, '\0');
}

/// One with a number in the network's order.
inline std::string attribute(unsigned type, std::uint32_t number) {
    return attribute(type, bytes(__builtin_bswap32(number)));
}

/// One with a text, and the NUL behind it.
inline std::string text_attribute(unsigned type, const std::string& text) {
    return attribute(type, text + '\0');
}

/// A message of netlink.
inline std::string message(std::uint16_t type, std::uint32_t sequence, const std::string& content,
                           std::uint16_t flags = 2) {
    return bytes(static_cast<std::uint32_t>(16 + content.size())) + bytes(type) + bytes(flags) +
           bytes(sequence) + bytes(std::uint32_t{0}) + content;
}

}  // namespace monitoring
