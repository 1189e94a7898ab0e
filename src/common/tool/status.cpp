#include "common/tool/status.hpp"

#include <fmt/format.h>
#include <strings.h>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr std::array<std::string_view, 4> kNames = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};

std::string_view status_name(Status status) { return kNames.at(static_cast<std::size_t>(status)); }

std::optional<Status> parse_status(std::string_view word) {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        const std::string_view name = kNames.at(i);
        if (word.size() == name.size() && strncasecmp(word.data(), name.data(), word.size()) == 0) {
            return static_cast<Status>(i);
        }
    }
    return {};
}

Status status_option(std::string_view word) {
    if (const auto status = parse_status(word)) return *status;
    throw UsageError(fmt::format("'{}' is not a status (ok, warning, critical or unknown)", word));
}

int severity(Status status) {
    switch (status) {
        case Status::critical: return 3;
        case Status::warning: return 2;
        case Status::unknown: return 1;
        default: return 0;
    }
}

Status worst(Status one, Status other) { return severity(one) < severity(other) ? other : one; }

void doubt_without_memory(Verdict& verdict) {
    const bool is_in_vain = verdict.status == Status::ok && !verdict.note.empty();
    if (is_in_vain) verdict.status = Status::unknown;
}

Status StatusMap::operator()(Status status) const {
    return shown_as_.at(static_cast<std::size_t>(status));
}

bool StatusMap::is_identity() const { return shown_as_ == kIdentity; }

void StatusMap::add(std::string_view text) {
    for (const auto item : split(text, ',')) {
        const auto equals = item.find('=');
        if (equals == std::string_view::npos) {
            throw UsageError(fmt::format("'{}' is not FROM=TO, as in critical=warning", item));
        }
        const Status from = status_option(item.substr(0, equals));
        shown_as_.at(static_cast<std::size_t>(from)) = status_option(item.substr(equals + 1));
    }
}

}  // namespace monitoring
