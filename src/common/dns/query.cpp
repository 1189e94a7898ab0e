#include "common/dns/query.hpp"

#include <ares.h>
#include <fmt/format.h>

#include <cstddef>
#include <memory>

#include "common/dns/name.hpp"
#include "common/dns/random.hpp"
#include "common/text/error.hpp"

namespace monitoring {

std::string make_query(const Question& question, int edns_payload) {
    constexpr int kClassIn = 1;
    constexpr int kRecursionDesired = 1;
    unsigned char* bytes = nullptr;
    int size = 0;
    const int status =
        ares_create_query(question.name.c_str(), kClassIn, static_cast<int>(question.type),
                          random_number(), kRecursionDesired, &bytes, &size, edns_payload);
    const std::unique_ptr<unsigned char, decltype(&ares_free_string)> owner(
        bytes, [](void* message) { ares_free_string(message); });
    if (status != ARES_SUCCESS) {
        throw Error(fmt::format("cannot ask for {}: {}", question.name, ares_strerror(status)));
    }
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

/// The number of 16 bits in network order that begins there.
static unsigned number_at(std::string_view bytes, std::size_t position) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes[position])) << 8U |
           static_cast<unsigned char>(bytes[position + 1]);
}

bool is_answer_to(std::string_view query, std::string_view message) {
    constexpr std::size_t kHeader = 12;  // bytes (RFC 1035, 4.1.1)
    if (query.size() < kHeader || message.size() < kHeader) return false;
    if (number_at(message, 0) != number_at(query, 0)) return false;
    const auto questions = number_at(message, 4);
    const bool is_error = (number_at(message, 2) & 0x0FU) != 0;
    if (questions == 0) return is_error;
    // The question section: a name, uncompressed and ending in a zero byte, type and class.
    const auto length = query.find('\0', kHeader) + 5 - kHeader;
    return questions == 1 &&
           lower_case(message.substr(kHeader, length)) == lower_case(query.substr(kHeader, length));
}

}  // namespace monitoring
