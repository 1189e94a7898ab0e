#include "common/tool/join_verdicts.hpp"

#include <algorithm>

#include "common/text/text.hpp"

namespace monitoring {

Verdict join_verdicts(std::vector<Verdict> verdicts) {
    std::stable_sort(verdicts.begin(), verdicts.end(), [](const auto& one, const auto& other) {
        return severity(one.status) > severity(other.status);
    });
    Verdict joined{verdicts.front().status, "", ""};
    std::vector<std::string> messages;
    for (auto& verdict : verdicts) {
        messages.push_back(printable(verdict.message));
        if (joined.note.empty()) joined.note = std::move(verdict.note);
    }
    // What else stands in the line: the name of the status, and the note.
    static constexpr std::size_t kReserve = 20;
    const auto note = std::min(count_characters(printable(joined.note)), kMaxLineLength / 4);
    joined.message = join_fitting(messages, kMaxLineLength - note - kReserve);
    return joined;
}

}  // namespace monitoring
