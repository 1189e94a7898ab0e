#include "common/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace monitoring {

static bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> words(std::string_view text) {
    static constexpr std::string_view kBlank = " \t\n";
    std::vector<std::string_view> found;
    for (auto start = text.find_first_not_of(kBlank); start != std::string_view::npos;
         start = text.find_first_not_of(kBlank)) {
        text.remove_prefix(start);
        const auto end = std::min(text.find_first_of(kBlank), text.size());
        found.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return found;
}

/// The length in bytes of the UTF-8 character that a text begins with (RFC 3629: shortest form,
/// no surrogates, nothing above U+10FFFF); 0 when it does not begin with one.
static std::size_t utf8_length(std::string_view text) {
    struct Form {
        unsigned char first_low, first_high, second_low, second_high;
        std::size_t length;
    };
    static constexpr Form kForms[] = {
        {0x00, 0x7F, 0x00, 0x00, 1}, {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    const auto first = static_cast<unsigned char>(text.front());
    for (const Form& form : kForms) {
        if (first < form.first_low || first > form.first_high) continue;
        if (form.length == 1) return 1;
        if (text.size() < form.length) return 0;
        const auto second = static_cast<unsigned char>(text[1]);
        if (second < form.second_low || second > form.second_high) return 0;
        const auto rest = text.substr(2, form.length - 2);
        return std::all_of(rest.begin(), rest.end(), is_continuation) ? form.length : 0;
    }
    return 0;
}

/// The number of a character of valid UTF-8.
static char32_t code_point(std::string_view character) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() == 1) return first;
    // The first byte says in bits how long the character is, the others have six bits of it each.
    char32_t code = first & (0xFFU >> (character.size() + 1));
    for (const char byte : character.substr(1)) {
        code = code << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    return code;
}

/// Control characters (C0, DEL and C1), line ends, invisible characters and those that change the
/// direction of writing: a name must not look like another one, nor a CRITICAL like an OK.
static bool is_treacherous(char32_t code) {
    struct Range {
        char32_t first, last;
    };
    static constexpr Range kRanges[] = {
        {0x00, 0x1F},     {0x7F, 0x9F}, {0x61C, 0x61C},  // Arabic letter mark
        {0x200B, 0x200F},                                // without a width, and marks of direction
        {0x2028, 0x202E},  // ends of line and paragraph; embeddings and overrides of direction
        {0x2060, 0x206F},  // invisible operators, isolates of direction
        {0xFEFF, 0xFEFF},  // byte order mark
    };
    return std::any_of(std::begin(kRanges), std::end(kRanges), [code](const Range& range) {
        return code >= range.first && code <= range.last;
    });
}

static std::string escape(char32_t code) {
    switch (code) {
        case U'\n': return "\\n";
        case U'\r': return "\\r";
        case U'\t': return "\\t";
        default: break;
    }
    const auto number = static_cast<std::uint32_t>(code);
    return number < 0x100 ? fmt::format("\\x{:02x}", number) : fmt::format("\\u{:04x}", number);
}

std::string printable(std::string_view text) {
    const auto is_plain = [](char byte) { return byte >= ' ' && byte <= '~'; };
    if (std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const auto character = text.substr(0, std::max<std::size_t>(length, 1));
        if (length == 0) {
            clean += "\uFFFD";
        } else if (const auto code = code_point(character); is_treacherous(code)) {
            clean += escape(code);
        } else {
            clean += character;
        }
        text.remove_prefix(character.size());
    }
    return clean;
}

std::size_t count_characters(std::string_view text) {
    return text.size() -
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

std::string shorten(std::string_view text, std::size_t characters) {
    if (count_characters(text) <= characters) return std::string(text);
    if (characters == 0) return {};
    std::size_t end = 0;
    for (std::size_t kept = 0; kept + 1 < characters; ++kept) {
        ++end;
        while (end < text.size() && is_continuation(text[end])) ++end;
    }
    return std::string(text.substr(0, end)) + "\u2026";
}

std::string join_fitting(const std::vector<std::string>& items, std::size_t characters) {
    std::size_t length_of_all = 0;
    for (const auto& item : items) length_of_all += count_characters(item) + 2;
    if (length_of_all <= characters + 2) return join(items, ", ");
    const auto more = [&](std::size_t shown) {
        const auto rest = items.size() - shown;
        return rest == 0 ? "" : fmt::format(", and {} more", rest);
    };
    const auto room = characters - std::min(characters, more(1).size());
    std::string joined = shorten(items[0], room);
    std::size_t used = count_characters(joined);
    std::size_t shown = 1;
    for (; shown < items.size(); ++shown) {
        used += 2 + count_characters(items[shown]);
        if (used + more(shown + 1).size() > characters) break;
        joined += ", " + items[shown];
    }
    return shorten(joined + more(shown), characters);
}

}  // namespace monitoring
