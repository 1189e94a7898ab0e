#include "common/text/regex.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

// glibc expands repetitions, uses memory by the square of the expanded length, and recurses by
// nested parentheses and by parts that may be empty: without limits a line of text takes gigabytes,
// or overflows the stack. With these it takes at most 10 MB, and 256 KB of stack.
static constexpr std::size_t kMaxLength = 1000;
static constexpr std::size_t kMaxDepth = 50;
static constexpr std::size_t kMaxTotalLength = 20'000;

static void verify(const std::string& text) {
    const auto refuse = [](std::string_view what, std::size_t limit) {
        throw UsageError(fmt::format("a regular expression with more than {} {}", limit, what));
    };
    if (count_characters(text) > kMaxLength) refuse("characters", kMaxLength);
    const RegexCost cost = regex_cost(text);
    if (cost.length > kMaxLength) refuse("characters, its repetitions written out", kMaxLength);
    if (cost.depth > kMaxDepth) refuse("brackets in each other", kMaxDepth);
    // Extended expressions have none in POSIX, and in glibc they can take exponential time.
    if (cost.has_back_reference) {
        throw UsageError(fmt::format("'{}' is not a regular expression: it refers back", text));
    }
}

Regex::Regex(const std::string& text) {
    verify(text);
    const int error = regcomp(&compiled_, text.c_str(), REG_EXTENDED | REG_NOSUB);
    if (error == 0) return;
    std::array<char, 128> reason{};
    regerror(error, &compiled_, reason.data(), reason.size());
    throw UsageError(fmt::format("'{}' is not a regular expression: {}", text, reason.data()));
}

bool Regex::is_found_in(const std::string& text) const {
    const int error = regexec(&compiled_, text.c_str(), 0, nullptr, 0);
    if (error != 0 && error != REG_NOMATCH) throw Error("no memory for a regular expression");
    return error == 0;
}

void RegexList::add(const std::string& text) {
    regexes_.emplace_back(text);
    length_ += regex_cost(text).length;
    if (length_ <= kMaxTotalLength) return;
    throw UsageError(
        fmt::format("regular expressions with more than {} characters together", kMaxTotalLength));
}

bool RegexList::is_any_found_in(const std::string& text) const {
    return std::any_of(regexes_.begin(), regexes_.end(),
                       [&](const Regex& regex) { return regex.is_found_in(text); });
}

}  // namespace monitoring
