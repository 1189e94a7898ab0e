#pragma once

#include <bitset>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "common/text/json.hpp"

namespace monitoring {

/// Reads one JSON value (RFC 8259) that comes in pieces, in constant memory however long it is.
/// Its texts need not be UTF-8: what passes on mail addresses may pass on any byte.
class JsonScanner {
public:
    /// A member of the outermost object: its name and value as they are written, without quotes
    /// and without decoding escapes. Of longer ones than kMaxTokenLength only the start is given.
    using TakeMember = std::function<void(std::string_view name, std::string_view value)>;
    static constexpr std::size_t kMaxTokenLength = 64;

    /// Hands each member to `take`, except those whose values are arrays or objects.
    explicit JsonScanner(TakeMember take) : take_(std::move(take)) {}

    void read(std::string_view piece);

    /// Whether what was read is one whole value, and nothing else but blanks.
    [[nodiscard]] bool is_complete() const { return place_ == Place::end; }
    /// Whether nothing can make JSON of it any more, or it is nested deeper than kMaxJsonDepth.
    [[nodiscard]] bool is_broken() const { return place_ == Place::broken; }

    /// Begins with the next value.
    void restart();

private:
    /// What may come next, or what we are in.
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
    bool is_name_ = false;                       ///< whether the text is one
    int digits_ = 0;                             ///< that an escape still lacks
    std::string name_{};
    std::string token_{};
};

}  // namespace monitoring
