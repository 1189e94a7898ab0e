#include "common/text/secrets.hpp"

#include <algorithm>

namespace monitoring {

std::string without_query(std::string_view path) {
    const auto mark = path.find('?');
    if (mark == std::string_view::npos) return std::string(path);
    return std::string(path.substr(0, mark + 1)) + "\u2026";
}

/// The position of "://" in a word, unless it is in the query.
static std::size_t end_of_scheme(std::string_view word) {
    return word.substr(0, word.find('?')).find("://");
}

/// The position of the URL's authority in a word: behind its scheme, or behind "--option=".
static std::size_t start_of_host(std::string_view word) {
    if (const auto end = end_of_scheme(word); end != std::string_view::npos) return end + 3;
    const auto end_of_option = word.find_first_of("=:/?@");
    const bool is_option = word.starts_with('-') && end_of_option != std::string_view::npos;
    return is_option && word[end_of_option] == '=' ? end_of_option + 1 : 0;
}

static std::string without_user(std::string_view word) {
    const auto start = start_of_host(word);
    const auto end = word.rfind('@');
    const bool has_password = end != std::string_view::npos && end >= start &&
                              word.substr(start, end - start).find(':') != std::string_view::npos;
    if (!has_password) return std::string(word);
    return std::string(word.substr(0, start)) + "\u2026" + std::string(word.substr(end));
}

std::string without_secrets(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find_first_of(" '"));
        const auto query = word.substr(std::min(word.find('?'), word.size()));
        // In other words a question mark may belong to a pattern.
        const bool has_query = query.find('=') != std::string_view::npos ||
                               (!query.empty() && end_of_scheme(word) != std::string_view::npos);
        const auto safe = without_user(word);
        shown += has_query ? without_query(safe) : safe;
        text.remove_prefix(word.size());
        if (text.empty()) break;
        shown += text.front();
        text.remove_prefix(1);
    }
    return shown;
}

}  // namespace monitoring
