#pragma once

#include <regex.h>

#include <cstddef>
#include <list>
#include <string>
#include <string_view>

namespace monitoring {

/// A POSIX extended regular expression, regex(7), not anchored.
class Regex {
public:
    /// Throws UsageError, with the reason, when the text is no regular expression, or one that
    /// could take too much time, memory or stack.
    explicit Regex(const std::string& text);
    ~Regex() { regfree(&compiled_); }
    Regex(const Regex&) = delete;
    Regex& operator=(const Regex&) = delete;

    /// Throws Error when regexec(3) is out of memory.
    [[nodiscard]] bool is_found_in(const std::string& text) const;

private:
    regex_t compiled_{};
};

/// What a regular expression costs to compile.
struct RegexCost {
    std::size_t length = 0;  ///< with all repetitions written out: of a{3}, 3
    std::size_t depth = 0;   ///< of brackets in brackets
    bool has_back_reference = false;
};
[[nodiscard]] RegexCost regex_cost(std::string_view text);

/// Several regular expressions, whose total cost is limited as well.
class RegexList {
public:
    /// Throws UsageError like the Regex that is made of the text.
    void add(const std::string& text);
    [[nodiscard]] bool is_any_found_in(const std::string& text) const;

private:
    std::list<Regex> regexes_;
    std::size_t length_ = 0;
};

}  // namespace monitoring
