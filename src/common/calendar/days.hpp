#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// Days from the first to the last, as "2026-11-23". As texts they sort by time.
struct DaySpan {
    std::string first;
    std::string last;

    [[nodiscard]] bool contains(std::string_view day) const { return first <= day && day <= last; }
};

/// The days in a file of "YYYY-MM-DD" lines; "#" starts a comment, and lines may end as Windows
/// ends them. Throws Error for a file that cannot be read or a line that is no day.
[[nodiscard]] std::set<std::string> read_days(const std::string& path);

/// Removes days such as "2026-12-31" or "2026-12-29..2027-01-03" from a list of time ranges, whose
/// separators are "," and ";"; the list becomes empty (nullopt) when nothing else is left. Adds
/// each malformed one to the mistakes.
[[nodiscard]] std::vector<DaySpan> take_days(std::optional<std::string>& ranges,
                                             std::vector<std::string>& mistakes);

}  // namespace monitoring
