#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/text/regex_program.hpp"

namespace monitoring {

/// A POSIX extended regular expression, regex(7), not anchored, in the locale POSIX: a character is
/// a byte. Of our own, because regcomp(3) takes other expressions in each C library, and because
/// regexec(3) of glibc may take exponential time.
class Regex {
public:
    /// Throws UsageError, with the reason, when the text is no regular expression, or one that
    /// could take too much time or memory.
    explicit Regex(std::string_view text) : program_(compile_regex(text)) {}

    /// Takes time by the length of the text times that of the expression.
    [[nodiscard]] bool is_found_in(std::string_view text) const;

    /// With all repetitions written out: of a{3}, 3.
    [[nodiscard]] std::size_t length() const { return program_.length; }

private:
    RegexProgram program_;
};

/// Several regular expressions, whose total cost is limited as well.
class RegexList {
public:
    /// Throws UsageError like the Regex that is made of the text.
    void add(std::string_view text);
    [[nodiscard]] bool is_any_found_in(std::string_view text) const;

private:
    std::vector<Regex> regexes_;
    std::size_t length_ = 0;
};

}  // namespace monitoring
