#include <fmt/format.h>

#include "common/text/error.hpp"
#include "common/text/quantity.hpp"
#include "common/text/regex_program.hpp"
#include "common/text/text.hpp"

namespace monitoring {

namespace {

constexpr std::size_t kMaxCharacters = 1000;
constexpr std::size_t kMaxDepth = 50;
/// RE_DUP_MAX of POSIX, which may be larger in some places.
constexpr std::size_t kMaxRepetitions = 255;

/// What POSIX has for a letter or digit behind a backslash.
std::string instead_of_escape(char letter) {
    switch (letter) {
        case 'd': return "write [0-9]";
        case 'D': return "write [^0-9]";
        case 's': return "write [[:space:]]";
        case 'S': return "write [^[:space:]]";
        case 'w': return "write [[:alnum:]_]";
        case 'W': return "write [^[:alnum:]_]";
        case 'b': return "write (^|[^[:alnum:]_]) before a word and ([^[:alnum:]_]|$) behind it";
        case '<': return "write (^|[^[:alnum:]_])";
        case '>': return "write ([^[:alnum:]_]|$)";
        case '`': return "write ^";
        case '\'': return "write $";
        case 'n':
        case 'r':
        case 't': return "write the character itself";
        default: break;
    }
    if (letter >= '1' && letter <= '9') return "it does not refer back";
    return fmt::format("write {}", letter);
}

/// Reads a regular expression from its start to its end. Throws Error with the reason alone, and
/// UsageError with all of it.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    RegexProgram read() {
        while (!rest_.empty()) read_next();
        if (builder_.depth() > 0) throw Error("( without ), write \\( for the character");
        return builder_.finish();
    }

private:
    char take() {
        const char next = rest_.front();
        rest_.remove_prefix(1);
        return next;
    }

    void add(char letter) { builder_.add(ByteSet().set(static_cast<unsigned char>(letter))); }

    void read_next() {
        switch (const char next = take()) {
            case '\\': return read_escape();
            case '[': return builder_.add(take_bracket_expression(rest_));
            case '.': return builder_.add(~ByteSet());
            case '^': return builder_.add_anchor(RegexStep::Kind::start);
            case '$': return builder_.add_anchor(RegexStep::Kind::end);
            case '(': return begin_group();
            case '|': return builder_.add_alternative();
            // Without "(" it stands for itself.
            case ')': return builder_.depth() > 0 ? builder_.end_group() : add(next);
            case '*': return repeat(0, RegexBuilder::kForever);
            case '+': return repeat(1, RegexBuilder::kForever);
            case '?': return repeat(0, 1);
            case '{': return read_interval();
            default: return add(next);
        }
    }

    void read_escape() {
        if (rest_.empty()) throw Error("nothing behind the last \\, write \\\\");
        const char next = take();
        const bool is_alphanumeric = (next >= '0' && next <= '9') || (next >= 'a' && next <= 'z') ||
                                     (next >= 'A' && next <= 'Z');
        if (is_alphanumeric || std::string_view("<>`'").find(next) != std::string_view::npos) {
            throw Error(fmt::format("POSIX has no \\{}, {}", next, instead_of_escape(next)));
        }
        add(next);
    }

    void begin_group() {
        builder_.begin_group();
        if (builder_.depth() <= kMaxDepth) return;
        throw UsageError(fmt::format(
            "a regular expression with more than {} brackets in each other", kMaxDepth));
    }

    void repeat(std::size_t least, std::size_t most) {
        if (!builder_.is_repeatable()) {
            throw Error("nothing to repeat before *, +, ? or {, write \\ before the character");
        }
        builder_.repeat(least, most);
    }

    /// Reads on behind the "{" of "{2}", "{2,}" or "{2,5}".
    void read_interval() {
        const auto end = rest_.find('}');
        const auto inside = rest_.substr(0, end);
        const auto comma = inside.find(',');
        const bool is_endless = comma != inside.npos && comma + 1 == inside.size();
        const auto least = parse_integer(inside.substr(0, comma));
        const auto most =
            comma == inside.npos || is_endless ? least : parse_integer(inside.substr(comma + 1));
        if (inside.starts_with(',')) throw Error("POSIX has no {,N}, write {0,N}");
        if (end == rest_.npos || !least || !most || *least > *most) {
            throw Error("{ without a {N}, {N,} or {N,M}, write \\{ for the character");
        }
        if (*most > kMaxRepetitions) {
            throw Error(fmt::format("POSIX has no more than {} in {{}}", kMaxRepetitions));
        }
        rest_.remove_prefix(end + 1);
        repeat(*least, is_endless ? RegexBuilder::kForever : *most);
    }

    std::string_view rest_;
    RegexBuilder builder_;
};

}  // namespace

RegexProgram compile_regex(std::string_view text) {
    if (count_characters(text) > kMaxCharacters) {
        throw UsageError(
            fmt::format("a regular expression with more than {} characters", kMaxCharacters));
    }
    try {
        return Reader(text).read();
    } catch (const UsageError&) {
        throw;
    } catch (const Error& mistake) {
        throw UsageError(fmt::format("'{}' is not a regular expression: {}", text, mistake.what()));
    }
}

}  // namespace monitoring
