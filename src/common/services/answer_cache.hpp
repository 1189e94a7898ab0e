#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/services/program_file.hpp"
#include "common/state/stamp.hpp"
#include "common/state/state.hpp"

namespace monitoring {

/// What another program answered, so that it need not be asked at each run: remembered for an hour
/// as long as it is the same file, and never of a script, which may run something else each time.
/// Where there can be no memory, the program is simply asked.
class AnswerCache {
public:
    /// The key says what is asked; the program is found as execvp(3) finds it.
    AnswerCache(std::string_view tool, std::vector<std::string> key, const std::string& program);

    /// What it answered; empty where nothing is remembered.
    [[nodiscard]] std::optional<std::string> recall(const Stamp& now) const;

    /// Remembers the answer that the program has given since. Says on stderr when it cannot.
    void keep(const Stamp& now, std::string_view answer);

private:
    std::string program_;
    std::optional<ProgramFile> file_;  ///< as it was before the program was asked
    std::optional<StateFile> state_;
};

}  // namespace monitoring
