#include "common/hash.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace monitoring {

// Offset basis and prime of 128-bit FNV-1a, RFC 9923.
__extension__ using Hash = unsigned __int128;
static constexpr Hash kBasis = Hash{0x6c62272e07bb0142} << 64U | 0x62b821756295c58d;
static constexpr Hash kPrime = Hash{1} << 88U | 0x13b;

static Hash add(Hash hash, std::string_view bytes) {
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * kPrime;
    return hash;
}

std::string hash_words(const std::vector<std::string_view>& words) {
    Hash hash = kBasis;
    for (const auto word : words) hash = add(add(hash, fmt::format("{}:", word.size())), word);
    return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(hash >> 64U),
                       static_cast<std::uint64_t>(hash));
}

}  // namespace monitoring
