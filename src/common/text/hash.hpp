#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// The 128-bit FNV-1a hash of a list of words, in 32 hexadecimal digits. Each word counts with its
/// length in front, so ("ab", "c") and ("a", "bc") differ.
[[nodiscard]] std::string hash_words(const std::vector<std::string_view>& words);

/// A number from 0 to below 1 that is always the same for a list of words, and evenly spread over
/// many lists.
[[nodiscard]] double hash_fraction(const std::vector<std::string_view>& words);

}  // namespace monitoring
