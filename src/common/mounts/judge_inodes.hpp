#pragma once

#include "common/mounts/inode_survey.hpp"
#include "common/text/quantity.hpp"
#include "common/tool/status.hpp"
#include "common/tool/thresholds.hpp"

namespace monitoring {

/// What is enough, of the inodes of a file system, for an alert.
struct InodeLimits {
    Thresholds used;  ///< in percent: so many, or more
    Thresholds free;  ///< fewer than so many
};

/// The verdict on all file systems: which are silent (within `timeout`), which passed a limit, the
/// worst first, which cannot be judged, and the share that is used of each. UNKNOWN where there is
/// none to judge.
[[nodiscard]] Verdict judge_inodes(const Survey& survey, const InodeLimits& limits,
                                   Seconds timeout);

}  // namespace monitoring
