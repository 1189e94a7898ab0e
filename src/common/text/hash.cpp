#include "common/text/hash.hpp"

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

static Hash add(const std::vector<std::string_view>& words) {
    Hash hash = kBasis;
    for (const auto word : words) hash = add(add(hash, fmt::format("{}:", word.size())), word);
    return hash;
}

std::string hash_words(const std::vector<std::string_view>& words) {
    const Hash hash = add(words);
    return fmt::format("{:016x}{:016x}", static_cast<std::uint64_t>(hash >> 64U),
                       static_cast<std::uint64_t>(hash));
}

double hash_fraction(const std::vector<std::string_view>& words) {
    // The last words hardly change the upper bits of an FNV hash; SplitMix64's finalizer mixes
    // them.
    auto mixed = static_cast<std::uint64_t>(add(words));
    mixed = (mixed ^ mixed >> 30U) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27U) * 0x94d049bb133111eb;
    mixed ^= mixed >> 31U;
    return static_cast<double>(mixed >> 11U) * 0x1p-53;
}

}  // namespace monitoring
