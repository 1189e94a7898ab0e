#pragma once

#include <vector>

#include "common/tool/status.hpp"

namespace monitoring {

/// One verdict from several, of which there is one at least: the worst status (CRITICAL, WARNING,
/// UNKNOWN, OK in that order), as many of the messages as fit into a line with those of the worst
/// status in front, and the first note.
[[nodiscard]] Verdict join_verdicts(std::vector<Verdict> verdicts);

}  // namespace monitoring
