#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "common/services/hydra_monitor.hpp"
#include "common/state/read_progress.hpp"
#include "common/tool/status.hpp"
#include "common/tool/thresholds.hpp"

namespace monitoring {

/// How hydra has to read a log.
struct HydraLimits {
    Thresholds progress{Limit{1, false, "1"}, Limit{1, false, "1"}};  ///< bytes a second, or more
    Thresholds lag;           ///< bytes that are not read yet, or fewer
    bool is_idle_ok = false;  ///< nothing has to be read of a log that was read to its end
};

/// How far hydra is behind the end of a log. Empty when nothing can be said of the log, and why.
struct HydraLag {
    std::optional<std::int64_t> bytes;
    bool is_idle = false;  ///< there is nothing more to read
    std::string failure;
};

/// Compares a position with the size of a log, which is looked up.
[[nodiscard]] HydraLag measure_lag(const std::string& path, std::int64_t position);

/// The verdict on a log that hydra reads, at so many bytes a second, or at a rate that is not yet
/// known. It names the log, unless that is the only one and nothing can be said of it yet.
[[nodiscard]] Verdict judge_reading(const std::string& path, bool is_only_one,
                                    std::optional<double> rate, const HydraLag& lag,
                                    const HydraLimits& limits);

/// The verdict on a log by what hydra tells of it and by how far that has read since the last run,
/// with a note when that could not be saved. Looks up the size of the log if the limits need it.
[[nodiscard]] Verdict judge_log(const std::string& path, bool is_only_one, const HydraFile& file,
                                const ReadProgress& progress, const HydraLimits& limits);

/// The verdict on a log that is not among those that hydra follows.
[[nodiscard]] Verdict judge_unknown_log(const std::string& path, const HydraFiles& files);

}  // namespace monitoring
