#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// The 128-bit FNV-1a hash of a list of words, in 32 hexadecimal digits. Each word counts with its
/// length in front, so ("ab", "c") and ("a", "bc") differ.
[[nodiscard]] std::string hash_words(const std::vector<std::string_view>& words);

/// A number in [0, 1) that depends on the list of words alone, evenly distributed over many lists.
[[nodiscard]] double hash_fraction(const std::vector<std::string_view>& words);

}  // namespace monitoring
