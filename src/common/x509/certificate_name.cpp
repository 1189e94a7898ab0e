#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "common/x509/certificate.hpp"
#include "common/x509/der.hpp"

namespace monitoring {

namespace {

/// An attribute of a Name.
struct Attribute {
    std::string_view identifier;  ///< the content of its OBJECT IDENTIFIER
    DerElement value;
};

/// The attributes that have a short name (RFC 4519 and RFC 2985).
struct AttributeType {
    std::string_view identifier;
    std::string_view name;
};
constexpr AttributeType kCommonName = {"\x55\x04\x03", "CN"};
constexpr AttributeType kAttributeTypes[] = {
    kCommonName,
    {"\x55\x04\x05", "serialNumber"},
    {"\x55\x04\x06", "C"},
    {"\x55\x04\x07", "L"},
    {"\x55\x04\x08", "ST"},
    {"\x55\x04\x0A", "O"},
    {"\x55\x04\x0B", "OU"},
    {"\x2A\x86\x48\x86\xF7\x0D\x01\x09\x01", "emailAddress"},
    {"\x09\x92\x26\x89\x93\xF2\x2C\x64\x01\x01", "UID"},
    {"\x09\x92\x26\x89\x93\xF2\x2C\x64\x01\x19", "DC"},
};

}  // namespace

static void append_utf8(std::uint32_t code, std::string& text) {
    const auto append = [&text](std::uint32_t byte) { text += static_cast<char>(byte); };
    const auto follow = [&](unsigned shift) { append(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) return append(code);
    if (code < 0x800) {
        append(0xC0U | (code >> 6U));
    } else if (code < 0x10000) {
        append(0xE0U | (code >> 12U));
        follow(6);
    } else {
        append(0xF0U | ((code >> 18U) & 0x07U));
        follow(12);
        follow(6);
    }
    // Surrogates become invalid UTF-8, which printable() replaces.
    follow(0);
}

/// The UTF-8 of a text with `width` bytes a character, big-endian.
static std::string to_utf8(std::string_view bytes, std::size_t width) {
    std::string text;
    for (; bytes.size() >= width; bytes.remove_prefix(width)) {
        std::uint32_t code = 0;
        for (const char byte : bytes.substr(0, width)) {
            code = code << 8U | static_cast<unsigned char>(byte);
        }
        append_utf8(code, text);
    }
    return text;
}

static std::string text_of(const DerElement& value) {
    switch (value.type) {
        case DerType::t61_string: return printable(to_utf8(value.content, 1));
        case DerType::bmp_string: return printable(to_utf8(value.content, 2));
        case DerType::universal_string: return printable(to_utf8(value.content, 4));
        default: return printable(value.content);
    }
}

/// All attributes of a Name. Throws Error for what is none.
static std::vector<Attribute> attributes_of(std::string_view name) {
    std::vector<Attribute> attributes;
    std::string_view sets = take_element(name, DerType::sequence).content;
    while (!sets.empty()) {
        std::string_view set = take_element(sets, DerType::set).content;
        while (!set.empty()) {
            std::string_view parts = take_element(set, DerType::sequence).content;
            const auto identifier = take_element(parts, DerType::object_identifier).content;
            attributes.push_back({identifier, take_element(parts)});
        }
    }
    return attributes;
}

/// "O=Example, OU=Mail", or "CN=example.com" alone.
static std::string format_attributes(const std::vector<Attribute>& attributes) {
    std::string all;
    for (auto attribute = attributes.rbegin(); attribute != attributes.rend(); ++attribute) {
        if (attribute->identifier != kCommonName.identifier) continue;
        return fmt::format("CN={}", text_of(attribute->value));
    }
    for (const auto& [identifier, value] : attributes) {
        for (const auto& type : kAttributeTypes) {
            if (identifier != type.identifier) continue;
            all += fmt::format("{}{}={}", all.empty() ? "" : ", ", type.name, text_of(value));
        }
    }
    return all.empty() ? "a subject without a usual name" : all;
}

std::string format_name(std::string_view name) {
    static constexpr std::size_t kMaxLength = 100;
    try {
        const auto attributes = attributes_of(name);
        if (attributes.empty()) return "an empty subject";
        return shorten(format_attributes(attributes), kMaxLength);
    } catch (const Error&) {
        return "an unreadable subject";
    }
}

std::string format_serial(std::string_view serial) {
    static constexpr std::size_t kMaxLength = 32;
    std::string magnitude(serial);
    const bool is_negative =
        !serial.empty() && (static_cast<unsigned char>(serial[0]) & 0x80U) != 0;
    if (is_negative) {
        // The magnitude of a two's complement: all bits inverted, plus one.
        unsigned carry = 1;
        for (auto byte = magnitude.rbegin(); byte != magnitude.rend(); ++byte) {
            const unsigned sum = (~static_cast<unsigned char>(*byte) & 0xFFU) + carry;
            *byte = static_cast<char>(sum & 0xFFU);
            carry = sum >> 8U;
        }
    }
    while (magnitude.size() > 1 && magnitude[0] == '\0') magnitude.erase(0, 1);
    std::string text = is_negative ? "-" : "";
    for (std::size_t i = 0; i < std::min(magnitude.size(), kMaxLength); ++i) {
        const auto byte = static_cast<unsigned char>(magnitude[i]);
        text += fmt::format("{}{:02X}", i == 0 ? "" : ":", byte);
    }
    return magnitude.size() > kMaxLength ? text + "\u2026" : text;
}

}  // namespace monitoring
