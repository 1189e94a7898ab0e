#pragma once

#include <string>
#include <vector>

#include "common/tool/line_budget.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

/// What a check found, of which it makes one line: the worst in front, of equals what was added
/// first.
class Findings {
public:
    /// The note stands behind the line.
    explicit Findings(std::string note = "") : note_(std::move(note)) {}

    void add(Status status, const std::string& text) { add(status, "", {text}); }

    /// A finding that has names; without any it is none.
    void add(Status status, const std::string& start, const std::vector<std::string>& names,
             const std::string& end = "");

    [[nodiscard]] bool empty() const { return findings_.empty(); }

    /// The worst status that was found; OK when nothing was.
    [[nodiscard]] Status status() const;

    /// The findings and behind them the state: what is said in any case.
    [[nodiscard]] Verdict verdict(const std::vector<Clause>& state = {}) const;

private:
    struct Finding {
        Status status = Status::ok;
        Clause clause;
    };

    std::string note_;
    std::vector<Finding> findings_;  ///< the worst in front
};

/// One verdict from those on several things of a kind, of which there is one at least: the worst
/// status, as many of the messages as fit into a line with those of the worst status in front, the
/// first note, and the measures in the order given.
[[nodiscard]] Verdict join_verdicts(std::vector<Verdict> verdicts);

}  // namespace monitoring
