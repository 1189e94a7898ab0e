#pragma once

#include <bitset>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "common/text/json.hpp"

namespace monitoring {

/// Scans one JSON value (RFC 8259) that comes in pieces, in constant memory however long it is.
/// Strings need not be UTF-8: Postfix passes on any byte of a mail address.
class JsonScanner {
public:
    /// Gets a member of the outermost object: name and value as written, without the quotes and
    /// with escapes not decoded, each cut to kMaxTokenLength.
    using TakeMember = std::function<void(std::string_view name, std::string_view value)>;
    static constexpr std::size_t kMaxTokenLength = 64;

    /// Hands each member to `take`, except those whose values are arrays or objects.
    explicit JsonScanner(TakeMember take) : take_(std::move(take)) {}

    void read(std::string_view piece);

    /// Whether exactly one whole value was read, with nothing but blanks around it.
    [[nodiscard]] bool is_complete() const { return place_ == Place::end; }
    /// Whether what was read cannot be the start of JSON, or is nested deeper than kMaxJsonDepth.
    [[nodiscard]] bool is_broken() const { return place_ == Place::broken; }

    /// Starts over, for the next value.
    void restart();

private:
    /// What may come next, or what the scanner is in.
    enum class Place {
        value,
        value_or_end,  ///< of an array
        name,
        name_or_end,  ///< of an object
        colon,
        comma_or_end,
        text,
        escape,
        escape_digits,
        word,  ///< a number, true, false or null
        end,
        broken
    };

    void step(char character);
    void step_between(char character);
    void step_word(char character);
    void step_escape(char character);
    void begin_value(char character);
    void end_value();
    void enter(bool is_array);
    void leave(bool is_array);
    /// Reads on in a text from that position, and returns the position behind what was read.
    std::size_t read_text(std::string_view piece, std::size_t position);
    void keep(std::string_view characters);

    TakeMember take_;
    Place place_ = Place::value;
    std::size_t depth_ = 0;
    std::bitset<kMaxJsonDepth + 1> is_array_{};  ///< by depth
    bool is_name_ = false;                       ///< whether the string is a member's name
    int digits_ = 0;                             ///< missing of a \u escape
    std::string name_{};
    std::string token_{};
};

}  // namespace monitoring
