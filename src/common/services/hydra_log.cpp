#include "common/services/hydra_log.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "common/runtime/activity.hpp"
#include "common/text/error_text.hpp"
#include "common/text/text.hpp"
#include "common/tool/line_budget.hpp"

namespace monitoring {

HydraLag measure_lag(const std::string& path, std::int64_t position) {
    const Activity activity("asking for the size of " + path);
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return {{}, false, error_text(errno)};
    if (!S_ISREG(status.st_mode)) return {{}, false, "not a file"};
    // Hydra tells the old position of a log that was truncated until there is a line to read. A
    // position beyond the end is such a one, and nothing of what stands there now was read.
    const std::int64_t size = status.st_size;
    return {position > size ? size : size - position, size == position || size == 0, ""};
}

/// At most three decimals, rounded down, so that what is less than a limit also looks like it.
static std::string format_rate(double rate) {
    // Without libm, which would be one more library to load at each start.
    if (rate < 1e12) rate = static_cast<double>(static_cast<std::int64_t>(rate * 1000)) / 1000;
    auto text = fmt::format("{:.3f}", rate);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

/// Adds how far hydra is behind to the verdict on its progress: in front where that is worse.
static void judge_lag(const std::string& path, const HydraLag& lag, const Thresholds& limits,
                      Verdict& verdict) {
    if (!lag.bytes) {
        verdict.status = worst(verdict.status, Status::unknown);
        return;
    }
    const auto bytes = static_cast<double>(*lag.bytes);
    const auto far = limits.above(bytes);
    verdict.measures.push_back(within({path + "_lag", bytes, "B", 0}, {{}, limits}));
    const auto behind =
        fmt::format("{} bytes behind{}", *lag.bytes, far ? ", more than " + far->limit : "");
    if (far && severity(far->status) > severity(verdict.status)) {
        verdict.status = far->status;
        verdict.message = behind + " | " + verdict.message;
    } else {
        verdict.message += ", " + behind;
    }
}

Verdict judge_reading(const std::string& path, bool is_only_one, std::optional<double> rate,
                      const HydraLag& lag, const HydraLimits& limits) {
    const bool wants_lag = limits.lag.is_given();
    const auto where = fmt::format(" ({})", path);
    Verdict verdict{Status::ok, "first time check" + (is_only_one && !wants_lag ? "" : where), ""};
    if (rate) {
        verdict.measures.push_back(within({path, *rate, "", 0}, {limits.progress, {}}));
        const bool is_excused = limits.is_idle_ok && lag.is_idle;
        const auto slow = is_excused ? std::nullopt : limits.progress.below(*rate);
        if (slow) verdict.status = slow->status;
        verdict.message = fmt::format("{} position-updated/sec{}{}", format_rate(*rate),
                                      slow ? " less than " + slow->limit : "", where);
    }
    if (!lag.failure.empty() && (wants_lag || verdict.status != Status::ok)) {
        verdict.message += ", its size is not known: " + lag.failure;
    }
    if (wants_lag) judge_lag(path, lag, limits.lag, verdict);
    return verdict;
}

/// What is wrong with a log by hydra's words; empty for one that it reads.
static std::string error_of(const HydraFile& file) {
    // Room is left for the name of the log.
    static constexpr std::size_t kMaxLength = kMaxLineLength / 2;
    if (!file.position) return "hydra does not tell the position";
    if (!file.error.empty()) return shorten(file.error, kMaxLength);
    return *file.position < 0 ? fmt::format("position {}", *file.position) : "";
}

Verdict judge_log(const std::string& path, bool is_only_one, const HydraFile& file,
                  const ReadProgress& progress, const HydraLimits& limits) {
    const auto& [rate, not_saved] = progress;
    Verdict verdict;
    if (const auto error = error_of(file); !error.empty()) {
        verdict = {Status::critical, fmt::format("{} ({})", error, path), ""};
    } else {
        const bool needs_size = limits.is_idle_ok || limits.lag.is_given();
        const auto lag = needs_size ? measure_lag(path, *file.position) : HydraLag{};
        verdict = judge_reading(path, is_only_one && not_saved.empty(), rate, lag, limits);
    }
    verdict.note = not_saved_note(not_saved);
    if (!rate && !limits.lag.is_given()) doubt_without_memory(verdict);
    return verdict;
}

Verdict judge_unknown_log(const std::string& path, const HydraFiles& files) {
    std::vector<std::string> known;
    for (const auto& [name, file] : files) known.push_back(name);
    return {Status::critical,
            fmt::format("hydra does not know {}; it knows {}", path,
                        known.empty() ? "no file at all" : long_list(known)),
            ""};
}

}  // namespace monitoring
