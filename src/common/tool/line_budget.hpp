#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/text/text.hpp"

namespace monitoring {

// Who gets how much of a check's line, which has kMaxLineLength characters and no more.

/// So long may a note be, which stands behind a message whatever has to be shortened.
inline constexpr std::size_t kMaxNoteLength = kMaxLineLength / 4;

/// How long a message may be beside its note, whatever its status is called.
[[nodiscard]] std::size_t room_beside(std::string_view note);

/// A part of a message: a text with names in it, of which as many are said as fit, as in
/// "no answer on volume /a, /b, and 7 more".
struct Clause {
    std::string separator;  ///< in front, unless it is the first
    std::string start;
    std::vector<std::string> names;
    std::string end{};
};

/// A message of those clauses that have names, beside a note. All texts are there, and the names of
/// the first clauses go before those of the last, which have room for a short list all the same.
/// What comes from outside is escaped.
[[nodiscard]] std::string fit_message(std::vector<Clause> clauses, std::string_view note);

/// "a, b, and 12 more" in an eighth of the line, to stand beside what that is about.
[[nodiscard]] std::string short_list(const std::vector<std::string>& names);

/// The same in half of the line, where there is little beside it.
[[nodiscard]] std::string long_list(const std::vector<std::string>& names);

/// A note such as " (no access to /a, /b)", not much longer than that; empty without names.
[[nodiscard]] std::string note_of(const std::string& start, const std::vector<std::string>& names);

}  // namespace monitoring
