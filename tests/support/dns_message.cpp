#include "support/dns_message.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace monitoring {

std::string two_bytes(unsigned number) {
    return {static_cast<char>(number >> 8U), static_cast<char>(number & 0xFFU)};
}

std::string wire_name(std::string_view name) {
    std::string wire;
    while (!name.empty() && name != ".") {
        const auto label = name.substr(0, name.find('.'));
        wire += static_cast<char>(label.size());
        wire += label;
        name.remove_prefix(std::min(label.size() + 1, name.size()));
    }
    return wire + '\0';
}

std::string wire_record(const std::string& owner, unsigned type, const std::string& data,
                        unsigned record_class) {
    return owner + two_bytes(type) + two_bytes(record_class) + two_bytes(0) + two_bytes(60) +
           two_bytes(static_cast<unsigned>(data.size())) + data;
}

std::string wire_a(const std::string& owner, std::string_view address) {
    in_addr number{};
    inet_pton(AF_INET, std::string(address).c_str(), &number);
    return wire_record(owner, 1, {reinterpret_cast<const char*>(&number), sizeof number});
}

std::string wire_cname(std::string_view owner, std::string_view target) {
    return wire_record(wire_name(owner), 5, wire_name(target));
}

std::string WireMessage::bytes() const {
    std::string bytes = number + two_bytes(flags) + two_bytes(question.empty() ? 0 : 1);
    for (const auto* section : {&answers, &authorities, &additionals}) {
        bytes += two_bytes(static_cast<unsigned>(section->size()));
    }
    bytes += question;
    for (const auto* section : {&answers, &authorities, &additionals}) {
        for (const auto& record : *section) bytes += record;
    }
    return bytes;
}

}  // namespace monitoring
