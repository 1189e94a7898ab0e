#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace monitoring {

/// The characters (code points) of a message that Mackerel keeps, the newline included.
constexpr std::size_t kMaxLineLength = 1024;

/// The parts of a text between separators; an empty text has one empty part.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The words of a text, separated by white space.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);

/// The text as one line of valid UTF-8: control characters, and characters that hide text or turn
/// its direction, become escapes such as \n, \x1b and \u202e, and each byte that is not UTF-8
/// becomes U+FFFD. Text that is clean already stays as it is.
[[nodiscard]] std::string printable(std::string_view text);

/// The number of characters (code points) of valid UTF-8.
[[nodiscard]] std::size_t count_characters(std::string_view text);

/// Valid UTF-8 cut to so many characters, the last of which is then an ellipsis.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t characters);

/// The texts, one behind the other, with the separator between them.
template <typename Texts>
[[nodiscard]] std::string join(const Texts& texts, std::string_view separator) {
    std::string all;
    bool is_first = true;
    for (const auto& text : texts) {
        if (!std::exchange(is_first, false)) all += separator;
        all += text;
    }
    return all;
}

/// "a, b, c", or as many as fit into that many characters and ", and 12 more". The first item is
/// always there, if need be shortened. The items must be printable.
[[nodiscard]] std::string join_fitting(const std::vector<std::string>& items,
                                       std::size_t characters);

}  // namespace monitoring
