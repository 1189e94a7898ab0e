#include "common/x509/der.hpp"

#include <openssl/asn1.h>

#include "common/text/error.hpp"

namespace monitoring {

static DerType type_of(int tag, int tag_class, bool is_constructed) {
    if (tag_class == V_ASN1_CONTEXT_SPECIFIC && tag < 8) return static_cast<DerType>(0x80 + tag);
    if (tag_class != V_ASN1_UNIVERSAL) return DerType::other;
    const auto type = static_cast<DerType>(tag);
    const bool has_elements = type == DerType::sequence || type == DerType::set;
    return is_constructed == has_elements ? type : DerType::other;
}

DerElement take_element(std::string_view& bytes) {
    const auto* const start = reinterpret_cast<const unsigned char*>(bytes.data());
    const unsigned char* content = start;
    long length = 0;
    int tag = 0;
    int tag_class = 0;
    const int flags =
        ASN1_get_object(&content, &length, &tag, &tag_class, static_cast<long>(bytes.size()));
    constexpr int kIsWrong = 0x80;
    constexpr int kIsIndefinite = 0x01;
    if ((flags & (kIsWrong | kIsIndefinite)) != 0) throw Error("it is cut short or damaged");
    const auto header = static_cast<std::size_t>(content - start);
    DerElement element;
    element.type = type_of(tag, tag_class, (flags & V_ASN1_CONSTRUCTED) != 0);
    element.whole = bytes.substr(0, header + static_cast<std::size_t>(length));
    element.content = element.whole.substr(header);
    bytes.remove_prefix(element.whole.size());
    return element;
}

DerElement take_element(std::string_view& bytes, DerType type) {
    const DerElement element = take_element(bytes);
    if (element.type != type) throw Error("it is not made like a certificate");
    return element;
}

std::string_view inside_sequence(std::string_view bytes) {
    const auto* const start = reinterpret_cast<const unsigned char*>(bytes.data());
    const unsigned char* content = start;
    long length = 0;
    int tag = 0;
    int tag_class = 0;
    const int flags =
        ASN1_get_object(&content, &length, &tag, &tag_class, static_cast<long>(bytes.size()));
    if ((flags & V_ASN1_CONSTRUCTED) == 0 || tag != V_ASN1_SEQUENCE) return {};
    return bytes.substr(static_cast<std::size_t>(content - start));
}

bool is_der(std::string_view bytes) {
    if (bytes.size() < 2) return false;
    // Behind 0x30 stands how many bytes the length takes, or 0x80 for an indefinite one: no text in
    // ASCII or UTF-8 begins like this.
    const auto length = static_cast<unsigned char>(bytes[1]);
    return bytes[0] == '\x30' && length >= 0x80 && length <= 0x88;
}

}  // namespace monitoring
