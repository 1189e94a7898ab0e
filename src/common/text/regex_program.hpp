#pragma once

#include <bitset>
#include <climits>
#include <cstddef>
#include <string_view>
#include <vector>

namespace monitoring {

using ByteSet = std::bitset<UCHAR_MAX + 1>;

/// One step of looking for a regular expression. Where it leads is counted from itself, so that
/// steps can be copied.
struct RegexStep {
    enum class Kind : unsigned char {
        take,   ///< a byte of a set, and go on
        start,  ///< go on at the start of the text
        end,    ///< go on at its end
        jump,   ///< to `target`
        fork,   ///< go on, and to `target`
        found,
    };
    Kind kind = Kind::found;
    int target = 0;       ///< for jump and fork
    std::size_t set = 0;  ///< for take: its place in RegexProgram::sets
};

struct RegexProgram {
    std::vector<RegexStep> steps;  ///< the last one is `found`
    std::vector<ByteSet> sets;
    std::size_t length = 0;  ///< of the expression, with all repetitions written out: of a{3}, 3
};

/// Throws UsageError for what is no regular expression of POSIX, or means one thing to one C
/// library and another to the next, such as \d, {,3} or [[.a.]]; and for what is too long or too
/// deep.
[[nodiscard]] RegexProgram compile_regex(std::string_view text);

/// Takes a bracket expression such as "[a[:digit:]-]" from behind its "[". Throws Error with the
/// reason alone.
[[nodiscard]] ByteSet take_bracket_expression(std::string_view& rest);

/// Makes a program of the parts of a regular expression, as they come.
class RegexBuilder {
public:
    void add(const ByteSet& set);
    void add_anchor(RegexStep::Kind kind) { add_step({kind}, false); }
    void begin_group();
    void add_alternative();
    void end_group();  ///< Of begin_group().

    /// Whether there is something to repeat: no anchor, no "(" and no "|".
    [[nodiscard]] bool is_repeatable() const { return groups_.back().is_repeatable; }

    /// Repeats the last element, a character, set or group, from so many to so many times.
    void repeat(std::size_t least, std::size_t most);
    static constexpr std::size_t kForever = static_cast<std::size_t>(-1);

    [[nodiscard]] std::size_t depth() const { return groups_.size() - 1; }  ///< of open groups
    [[nodiscard]] RegexProgram finish();

private:
    struct Group {
        std::size_t alternative = 0;     ///< where the last alternative begins
        std::size_t element = 0;         ///< where its last element begins
        std::vector<std::size_t> exits;  ///< jumps to the end, of the other alternatives
        bool is_repeatable = false;
        std::size_t length = 0;          ///< of all but the last element, as it was written
        std::size_t element_length = 0;  ///< of that
    };

    void add_step(RegexStep step, bool is_repeatable);
    void begin_element(std::size_t length, bool is_repeatable);
    void lengthen_element(std::size_t times);

    RegexProgram program_;
    std::vector<Group> groups_{1};
};

}  // namespace monitoring
