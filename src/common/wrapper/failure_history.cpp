#include "common/wrapper/failure_history.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr char kFailed = 'x';
static constexpr char kWasOk = '.';
static constexpr std::string_view kNoRuns = "-";

static std::uint64_t failed_runs(const FailureHistory& history) {
    return static_cast<std::uint64_t>(
        std::count(history.runs.begin(), history.runs.end(), kFailed));
}

bool FailureHistory::is_empty() const {
    return failures == 0 && alert == Status::ok && failed_runs(*this) == 0;
}

static Seconds failing_for(const FailureHistory& history, std::int64_t now) {
    return Seconds(static_cast<double>(now - history.failing_since) * 1e-9);
}

static void add_run(FailureHistory& history, char run, std::uint64_t window) {
    history.runs += run;
    if (history.runs.size() > window) history.runs.erase(0, history.runs.size() - window);
}

/// "3/5": how far it is, in failures or, where only a period counts, in seconds. What is let
/// through counts on; what still waits, for its period to end, has all failures that it needs.
static std::string progress(const FailureHistory& history, std::int64_t now,
                            const DelayRules& rules, std::uint64_t count, bool is_delayed) {
    if (rules.period && !rules.failures) {
        const double wanted = rules.period->count();
        const double lasted = failing_for(history, now).count();
        // Not rounded up: what still waits must not read as if its time had come.
        const auto whole = static_cast<double>(static_cast<std::int64_t>(lasted));
        return fmt::format("{}s/{}s", lasted < wanted ? whole : wanted, wanted);
    }
    const auto required = rules.required_failures();
    return fmt::format("{}/{}", is_delayed ? std::min(count, required) : count, required);
}

static Judgement judge_failure(FailureHistory& history, Status status, std::int64_t now,
                               const DelayRules& rules) {
    if (history.is_empty()) history.failing_since = now;
    add_run(history, kFailed, rules.window);
    ++history.failures;
    history.recoveries = 0;
    if (rules.recoveries <= 1) history.alert = Status::ok;
    const bool is_alerting = history.alert != Status::ok;
    const bool passes_at_once = !rules.delayed.empty() && !rules.delayed.contains(status);
    const auto count = rules.window > 0 ? failed_runs(history) : history.failures;
    const bool is_time = count >= rules.required_failures() &&
                         (!rules.period || failing_for(history, now) >= *rules.period);
    // An alert that waits for its recovery goes on with any failure.
    const bool is_delayed = !passes_at_once && !is_time && !is_alerting;
    const auto words = progress(history, now, rules, count, is_delayed);
    if (is_delayed) {
        return {rules.pending, fmt::format("DelayWarn({}): ", words)};
    }
    if (rules.recoveries > 1) history.alert = status;
    return {status, passes_at_once ? "" : fmt::format("DelayNG({}): ", words)};
}

static Judgement judge_ok(FailureHistory& history, const DelayRules& rules) {
    add_run(history, kWasOk, rules.window);
    if (history.alert != Status::ok && ++history.recoveries < rules.recoveries) {
        return {history.alert,
                fmt::format("DelayRecover({}/{}): ", history.recoveries, rules.recoveries)};
    }
    history.alert = Status::ok;
    history.failures = history.recoveries = 0;
    return {Status::ok, ""};
}

Judgement judge_run(FailureHistory& history, Status status, std::int64_t now,
                    const DelayRules& rules) {
    return status == Status::ok ? judge_ok(history, rules)
                                : judge_failure(history, status, now, rules);
}

std::string format_history(const FailureHistory& history) {
    return fmt::format("{} {} {} {} {}\n", history.failures, history.failing_since,
                       status_name(history.alert), history.recoveries,
                       history.runs.empty() ? kNoRuns : history.runs);
}

std::optional<FailureHistory> parse_history(std::string_view text) {
    if (!text.ends_with('\n')) return {};
    const auto columns = words(text.substr(0, text.size() - 1));
    if (columns.size() != 5) return {};
    const auto failures = parse_integer(columns[0]);
    const auto since = parse_integer(columns[1]);
    const auto alert = parse_status(columns[2]);
    const auto recoveries = parse_integer(columns[3]);
    const auto runs = columns[4] == kNoRuns ? std::string_view() : columns[4];
    if (!failures || !since || *since > INT64_MAX || !alert || !recoveries ||
        runs.size() > DelayRules::kMaxWindow ||
        runs.find_first_not_of("x.") != std::string_view::npos) {
        return {};
    }
    return FailureHistory{.failures = *failures,
                          .failing_since = static_cast<std::int64_t>(*since),
                          .alert = *alert,
                          .recoveries = *recoveries,
                          .runs = std::string(runs)};
}

std::string describe_history(const FailureHistory& history, std::int64_t now) {
    if (history.is_empty()) return "nothing remembered\n";
    auto text = fmt::format("failures in a row: {}\nfailing for: {:.0f}s\n", history.failures,
                            failing_for(history, now).count());
    if (!history.runs.empty()) {
        text += fmt::format("last runs, the oldest first: {} ({} failed, {} was OK)\n",
                            history.runs, kFailed, kWasOk);
    }
    if (history.alert != Status::ok) {
        text += fmt::format("alert: {}, OKs in a row since: {}\n", status_name(history.alert),
                            history.recoveries);
    }
    return text;
}

}  // namespace monitoring
