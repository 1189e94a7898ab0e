#include "common/x509/der.hpp"

#include <openssl/asn1.h>

#include "common/text/error.hpp"

namespace monitoring {

namespace {

/// The bytes of an element in front of its content, as ASN1_get_object(3) reads them.
struct Header {
    int flags = 0;  ///< V_ASN1_CONSTRUCTED, and errors
    int tag = 0;
    int tag_class = 0;
    std::size_t size = 0;
    std::size_t content_size = 0;
};

}  // namespace

static Header read_header(std::string_view bytes) {
    const auto* const start = reinterpret_cast<const unsigned char*>(bytes.data());
    const unsigned char* content = start;
    long length = 0;
    Header header;
    header.flags = ASN1_get_object(&content, &length, &header.tag, &header.tag_class,
                                   static_cast<long>(bytes.size()));
    header.size = static_cast<std::size_t>(content - start);
    header.content_size = static_cast<std::size_t>(length);
    return header;
}

static DerType type_of(const Header& header) {
    if (header.tag_class == V_ASN1_CONTEXT_SPECIFIC && header.tag < 8) {
        return static_cast<DerType>(0x80 + header.tag);
    }
    if (header.tag_class != V_ASN1_UNIVERSAL) return DerType::other;
    const auto type = static_cast<DerType>(header.tag);
    const bool has_elements = type == DerType::sequence || type == DerType::set;
    const bool is_constructed = (header.flags & V_ASN1_CONSTRUCTED) != 0;
    return is_constructed == has_elements ? type : DerType::other;
}

// What ASN1_get_object() returns beside V_ASN1_CONSTRUCTED.
static constexpr int kIsWrong = 0x80;
static constexpr int kIsIndefinite = 0x01;

DerElement take_element(std::string_view& bytes) {
    const Header header = read_header(bytes);
    if ((header.flags & (kIsWrong | kIsIndefinite)) != 0) {
        throw Error("it is cut short or damaged");
    }
    DerElement element;
    element.type = type_of(header);
    element.whole = bytes.substr(0, header.size + header.content_size);
    element.content = element.whole.substr(header.size);
    bytes.remove_prefix(element.whole.size());
    return element;
}

DerElement take_element(std::string_view& bytes, DerType type) {
    const DerElement element = take_element(bytes);
    if (element.type != type) throw Error("it is not made like a certificate");
    return element;
}

static DerElement take_nested_element(std::string_view& bytes, int depth) {
    const Header header = read_header(bytes);
    if ((header.flags & (kIsWrong | kIsIndefinite)) != kIsIndefinite) return take_element(bytes);
    static constexpr int kMaxDepth = 32;
    if (depth == kMaxDepth) throw Error("it is nested too deep");
    // The contents end before two zeros.
    static constexpr std::string_view kEnd("\0\0", 2);
    auto rest = bytes.substr(header.size);
    while (!rest.starts_with(kEnd)) static_cast<void>(take_nested_element(rest, depth + 1));
    DerElement element;
    element.type = type_of(header);
    element.content = bytes.substr(header.size, bytes.size() - header.size - rest.size());
    rest.remove_prefix(kEnd.size());
    element.whole = bytes.substr(0, bytes.size() - rest.size());
    bytes = rest;
    return element;
}

DerElement take_ber_element(std::string_view& bytes) { return take_nested_element(bytes, 0); }

std::string_view inside_sequence(std::string_view bytes) {
    const Header header = read_header(bytes);
    if ((header.flags & V_ASN1_CONSTRUCTED) == 0 || header.tag != V_ASN1_SEQUENCE) return {};
    return bytes.substr(header.size);
}

bool is_der(std::string_view bytes) {
    if (bytes.size() < 2) return false;
    // The tag 0x30 and the size of the length, or 0x80 for an indefinite one: no text in ASCII or
    // UTF-8 starts like this.
    const auto length = static_cast<unsigned char>(bytes[1]);
    return bytes[0] == '\x30' && length >= 0x80 && length <= 0x88;
}

}  // namespace monitoring
