#include <fmt/format.h>

#include <algorithm>

#include "common/text/error.hpp"
#include "common/text/regex_program.hpp"

namespace monitoring {

namespace {

bool is_between(int letter, int first, int last) { return letter >= first && letter <= last; }
bool is_digit(int letter) { return is_between(letter, '0', '9'); }
bool is_upper(int letter) { return is_between(letter, 'A', 'Z'); }
bool is_lower(int letter) { return is_between(letter, 'a', 'z'); }
bool is_alpha(int letter) { return is_upper(letter) || is_lower(letter); }
bool is_alnum(int letter) { return is_alpha(letter) || is_digit(letter); }
bool is_graph(int letter) { return is_between(letter, '!', '~'); }

/// The classes of POSIX, as they are in its locale.
struct Class {
    std::string_view name;
    bool (*has)(int letter);
};

constexpr Class kClasses[] = {
    {"alnum", is_alnum},
    {"alpha", is_alpha},
    {"blank", [](int letter) { return letter == ' ' || letter == '\t'; }},
    {"cntrl", [](int letter) { return letter < ' ' || letter == 0x7f; }},
    {"digit", is_digit},
    {"graph", is_graph},
    {"lower", is_lower},
    {"print", [](int letter) { return is_between(letter, ' ', '~'); }},
    {"punct", [](int letter) { return is_graph(letter) && !is_alnum(letter); }},
    {"space", [](int letter) { return letter == ' ' || is_between(letter, '\t', '\r'); }},
    {"upper", is_upper},
    {"xdigit",
     [](int letter) {
         return is_digit(letter) || is_between(letter, 'A', 'F') || is_between(letter, 'a', 'f');
     }},
};

/// Reads what stands between the brackets.
class Reader {
public:
    explicit Reader(std::string_view& rest) : rest_(rest) {}

    ByteSet read() {
        const bool is_negated = peek() == '^';
        if (is_negated) take();
        // A ] in the first place stands for itself.
        bool is_first = true;
        for (; is_first || peek() != ']'; is_first = false) read_item(is_first);
        take();
        return is_negated ? ~set_ : set_;
    }

private:
    /// The character so many places behind the next; '\0' behind the end, as there is none inside.
    [[nodiscard]] char peek(std::size_t place = 0) const {
        return place < rest_.size() ? rest_[place] : '\0';
    }

    char take() {
        if (rest_.empty()) throw Error("[ without ], write \\[ for the character");
        const char next = rest_.front();
        rest_.remove_prefix(1);
        return next;
    }

    /// Whether that character and the next ones begin what is in brackets itself.
    [[nodiscard]] bool begins_name(char letter) const {
        return letter == '[' && (peek() == ':' || peek() == '.' || peek() == '=');
    }

    void read_item(bool is_first) {
        const char first = take();
        if (begins_name(first)) return read_class();
        const bool is_range = peek() == '-' && peek(1) != ']';
        if (is_range) take();
        const char last = is_range ? take() : first;
        if (first == '-' && !is_first && peek() != ']') {
            throw Error("- between others in [...], put it last");
        }
        if (is_range) verify_range(first, last);
        for (int letter = byte(first); letter <= byte(last); ++letter) {
            set_.set(static_cast<std::size_t>(letter));
        }
    }

    /// Throws for what one C library takes and another does not.
    void verify_range(char first, char last) const {
        if (first == '-' || last == '-') {
            throw Error("a range that begins or ends with -, put it last in [...]");
        }
        if (byte(first) > byte(last) || byte(last) > '~' || begins_name(last)) {
            throw Error("a range goes from a character of ASCII to one that is not before it");
        }
    }

    static int byte(char letter) { return static_cast<unsigned char>(letter); }

    void read_class() {
        if (peek() != ':') {
            throw Error(fmt::format("[{0}x{0}] is not the same everywhere, write x", peek()));
        }
        const auto end = std::min(rest_.find(":]", 1), rest_.size());
        const auto name = rest_.substr(1, end - 1);
        const auto* const found =
            std::find_if(std::begin(kClasses), std::end(kClasses),
                         [name](const Class& one) { return one.name == name; });
        if (end == rest_.size() || found == std::end(kClasses)) {
            throw Error(fmt::format("no class is called [:{}:]", name));
        }
        for (int letter = 0; letter <= '\x7f'; ++letter) {
            if (found->has(letter)) set_.set(static_cast<std::size_t>(letter));
        }
        rest_.remove_prefix(end + 2);
    }

    std::string_view& rest_;
    ByteSet set_;
};

}  // namespace

ByteSet take_bracket_expression(std::string_view& rest) { return Reader(rest).read(); }

}  // namespace monitoring
