#pragma once

#include <regex.h>

#include <string>

namespace monitoring {

/// A POSIX extended regular expression, regex(7), that is searched for anywhere in a text.
class Regex {
public:
    /// Throws UsageError, with the reason, when the text is none.
    explicit Regex(const std::string& text);
    ~Regex() { regfree(&compiled_); }
    Regex(const Regex&) = delete;
    Regex& operator=(const Regex&) = delete;

    [[nodiscard]] bool is_found_in(const std::string& text) const;

private:
    regex_t compiled_{};
};

}  // namespace monitoring
