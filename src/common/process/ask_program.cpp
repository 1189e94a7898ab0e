#include "common/process/ask_program.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <utility>

#include "common/process/find_program.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/signals.hpp"

namespace monitoring {

/// Short, since the tool has to be gone a second after its own deadline.
static constexpr Seconds kMaxGrace(0.4);

ProgramAnswer ask_program(const std::vector<std::string>& command, CommandLimits limits) {
    const auto& program = command.front();
    const Activity activity("running " + program);
    limits.grace = std::min(limits.grace, kMaxGrace);
    auto result = run_command(command, limits);
    // It was caught while the program ran: now it means what it always does.
    if (result.signal != 0) {
        unblock_signals();
        raise(result.signal);
    }
    if (const auto* exited = std::get_if<Exited>(&result.end)) {
        return {exited->code, std::move(result.output), std::move(result.errors)};
    }
    if (std::holds_alternative<OutOfTime>(result.end)) {
        throw Error(fmt::format("{}: {}", program, Deadline(*limits.timeout).failure()));
    }
    const auto reason = describe_end(program, result.end);
    // The reason is the same for a script whose interpreter is missing.
    const bool may_be_missing = result.end == CommandEnd(NotExecuted{ENOENT});
    if (may_be_missing && !find_program(program)) throw MissingProgram(reason);
    throw Error(reason);
}

}  // namespace monitoring
