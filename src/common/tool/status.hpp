#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/tool/measure.hpp"

namespace monitoring {

/// The result of a check; the values are the exit codes, and no order: see severity().
enum class Status { ok = 0, warning = 1, critical = 2, unknown = 3 };

/// "OK", "WARNING", "CRITICAL" or "UNKNOWN".
[[nodiscard]] std::string_view status_name(Status status);

/// The status that a word such as "Critical" names, in any case; empty for anything else.
[[nodiscard]] std::optional<Status> parse_status(std::string_view word);

/// The same for an option: throws UsageError.
[[nodiscard]] Status status_option(std::string_view word);

/// How bad a status is, from 0: OK, UNKNOWN, WARNING, CRITICAL. The one order that there is.
[[nodiscard]] int severity(Status status);

/// The worse one of the two.
[[nodiscard]] Status worst(Status one, Status other);

/// What a check found. The note stands behind the message even when that has to be shortened.
struct Verdict {
    Status status = Status::unknown;
    std::string message;
    std::string note;
    std::vector<Measure> measures{};  ///< what was judged, the most important first
};

/// For a verdict that rests on memory alone, where there was none: makes an OK UNKNOWN when nothing
/// could be saved either, as its note says. Else each run would be the first one, and OK.
void doubt_without_memory(Verdict& verdict);

/// What --status-as asks for: each status shown as itself or as another.
class StatusMap {
public:
    [[nodiscard]] Status operator()(Status status) const;

    /// Whether every status is shown as itself.
    [[nodiscard]] bool is_identity() const;

    /// Adds "FROM=TO[,FROM=TO...]", statuses in any case. Throws UsageError.
    void add(std::string_view text);

private:
    static constexpr std::array<Status, 4> kIdentity = {Status::ok, Status::warning,
                                                        Status::critical, Status::unknown};
    std::array<Status, 4> shown_as_ = kIdentity;
};

}  // namespace monitoring
