#include "common/ask_program.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>

#include "common/deadline.hpp"
#include "common/error.hpp"
#include "common/last_words.hpp"

namespace monitoring {

/// Short, since the tool has to be gone a second after its own deadline.
static constexpr Seconds kLongestGrace(0.4);

CommandResult ask_program(const std::vector<std::string>& command, CommandLimits limits) {
    using End = CommandResult::End;
    const auto& program = command.front();
    const Activity activity("running " + program);
    limits.grace = std::min(limits.grace, kLongestGrace);
    auto result = run_command(command, limits);
    // It was caught while the program ran: now it means what it always does.
    if (result.signal != 0) raise(result.signal);
    if (result.end == End::exited) return result;
    if (result.end == End::out_of_time) {
        throw Error(fmt::format("{}: {}", program, Deadline(*limits.patience).failure()));
    }
    throw Error(describe_end(program, result));
}

}  // namespace monitoring
