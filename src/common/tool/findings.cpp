#include "common/tool/findings.hpp"

#include <algorithm>
#include <iterator>

namespace monitoring {

void Findings::add(Status status, const std::string& start, const std::vector<std::string>& names,
                   const std::string& end) {
    if (names.empty()) return;
    const auto is_better = [status](const Finding& other) {
        return severity(other.status) < severity(status);
    };
    findings_.insert(std::find_if(findings_.begin(), findings_.end(), is_better),
                     {status, {"; ", start, names, end}});
}

Status Findings::status() const { return empty() ? Status::ok : findings_.front().status; }

Verdict Findings::verdict(const std::vector<Clause>& state) const {
    std::vector<Clause> clauses;
    for (const Finding& finding : findings_) clauses.push_back(finding.clause);
    clauses.insert(clauses.end(), state.begin(), state.end());
    return {status(), fit_message(std::move(clauses), note_), note_};
}

Verdict join_verdicts(std::vector<Verdict> verdicts) {
    Verdict joined;
    // Their labels may depend on their order, which must not change with the statuses.
    for (auto& verdict : verdicts) {
        std::move(verdict.measures.begin(), verdict.measures.end(),
                  std::back_inserter(joined.measures));
    }
    std::stable_sort(verdicts.begin(), verdicts.end(), [](const auto& one, const auto& other) {
        return severity(one.status) > severity(other.status);
    });
    joined.status = verdicts.front().status;
    std::vector<std::string> messages;
    for (auto& verdict : verdicts) {
        messages.push_back(printable(verdict.message));
        if (joined.note.empty()) joined.note = std::move(verdict.note);
    }
    joined.message = join_fitting(messages, room_beside(joined.note));
    return joined;
}

}  // namespace monitoring
