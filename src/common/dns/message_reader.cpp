#include "common/dns/message_reader.hpp"

#include <fmt/format.h>

#include "common/dns/name.hpp"

namespace monitoring {

static void append_label(std::string& name, std::string_view label) {
    if (!name.empty()) name += '.';
    for (const char c : label) {
        if (c == '.' || c == '\\') {
            name += {'\\', c};
        } else if (c <= ' ' || c > '~') {
            name += fmt::format("\\{:03}", static_cast<unsigned char>(c));
        } else {
            name += c;
        }
    }
}

std::string_view DnsMessageReader::bytes(std::size_t count) {
    if (count > message_.size() - position_) throw Garbled("it is cut short");
    const auto result = message_.substr(position_, count);
    position_ += count;
    return result;
}

std::uint32_t DnsMessageReader::number(std::size_t byte_count) {
    std::uint32_t value = 0;
    for (const char byte : bytes(byte_count)) {
        value = value << 8U | static_cast<unsigned char>(byte);
    }
    return value;
}

std::string DnsMessageReader::name() {
    constexpr std::size_t kMaxLength = 255;  // bytes, RFC 1035, 2.3.4
    constexpr std::size_t kPointer = 0xC0;
    constexpr int kMaxPointers = 127;  // more than there can be labels
    std::string name;
    std::size_t length = 1;
    std::size_t resume_at = 0;
    int pointers = 0;
    // Each pointer must point before the previous one, so that there is no loop: compression points
    // to "a prior occurrence of the same name".
    std::size_t earliest = position_;
    while (const std::size_t size = number(1)) {
        if (size >= kPointer) {
            const std::size_t target = (size - kPointer) << 8U | number(1);
            if (resume_at == 0) resume_at = position_;
            if (target >= earliest || ++pointers > kMaxPointers) {
                throw Garbled("a name points to itself");
            }
            earliest = position_ = target;
            continue;
        }
        if (size >= 0x40) throw Garbled("a name has a label of an unknown kind");
        length += size + 1;
        if (length > kMaxLength) throw Garbled("a name is too long");
        append_label(name, lower_case(bytes(size)));
    }
    if (resume_at != 0) position_ = resume_at;
    return name.empty() ? "." : name;
}

}  // namespace monitoring
