#include "common/tool/line_budget.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace monitoring {

/// So long is a list that stands beside what the line is about.
static constexpr std::size_t kMaxListLength = kMaxLineLength / 8;

std::size_t room_beside(std::string_view note) {
    static constexpr std::string_view kLongestFrame = "CRITICAL: \n";
    return kMaxLineLength - kLongestFrame.size() -
           std::min(count_characters(printable(note)), kMaxNoteLength);
}

static std::vector<std::string> all_printable(const std::vector<std::string>& names) {
    std::vector<std::string> clean(names.size());
    std::transform(names.begin(), names.end(), clean.begin(), printable);
    return clean;
}

/// What a clause needs at the least: its texts, and a short list.
static std::size_t least_room(const Clause& clause) {
    return count_characters(clause.separator + clause.start + clause.end) +
           std::min(kMaxListLength, count_characters(join(clause.names, ", ")));
}

std::string fit_message(std::vector<Clause> clauses, std::string_view note) {
    std::erase_if(clauses, [](const Clause& clause) { return clause.names.empty(); });
    std::size_t reserved = 0;
    for (auto& [separator, start, names, end] : clauses) {
        start = printable(start);
        names = all_printable(names);
        end = printable(end);
    }
    for (const Clause& clause : clauses) reserved += least_room(clause);
    const auto room = room_beside(note);
    std::string message;
    for (const Clause& clause : clauses) {
        reserved -= least_room(clause);
        message += (message.empty() ? "" : clause.separator) + clause.start;
        const auto used = count_characters(message) + count_characters(clause.end) + reserved;
        message += join_fitting(clause.names, room - std::min(room, used)) + clause.end;
    }
    return shorten(message, room);
}

std::string short_list(const std::vector<std::string>& names) {
    return join_fitting(all_printable(names), kMaxListLength);
}

std::string long_list(const std::vector<std::string>& names) {
    return join_fitting(all_printable(names), kMaxLineLength / 2);
}

std::string note_of(const std::string& start, const std::vector<std::string>& names) {
    if (names.empty()) return "";
    const auto text = printable(start);
    const auto room = kMaxListLength - std::min(count_characters(text), kMaxListLength);
    return fmt::format(" ({}{})", text, join_fitting(all_printable(names), room));
}

}  // namespace monitoring
