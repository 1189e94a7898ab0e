#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/text/quantity.hpp"

namespace monitoring {

/// What a tool says when its time is up or when it is told to stop, in place of its result.
struct ExitMessage {
    int descriptor = 1;           ///< where the line goes: stdout or stderr
    std::string prefix;           ///< what the line begins with, such as "UNKNOWN: "
    int exit_code = 3;            ///< how the process ends
    int exit_code_unwritten = 3;  ///< how it ends when the line cannot be written
};

/// Makes SIGTERM, SIGINT and the deadline end the process at once, wherever it hangs, with a line
/// that says which of them it was. Ignores SIGPIPE and SIGXFSZ, so that writing reports an error.
void catch_signals();

/// What happens at such a signal: prints the exit message, and ends the process.
[[noreturn]] void end_at_once(int signal);

/// What such a signal means: "stopped by SIGTERM", or "no answer within 10 s" for SIGALRM.
[[nodiscard]] std::string_view signal_phrase(int signal);

/// Sets the message. May be called again as more of the command line is known.
void set_exit_message(const ExitMessage& message);

/// Starts the clock: so much later, less what is over of it, the tool is out of time.
void set_deadline(Seconds timeout, Seconds over = {});

/// What is left until the tool is out of time; empty without a deadline.
[[nodiscard]] std::optional<Seconds> time_left();

/// Ends the story: writes the text, if possible in one write, and gives the exit code to return
/// from main. From here on a signal or the deadline no longer prints anything.
[[nodiscard]] int finish(std::string_view text, int exit_code, int descriptor = 1);

}  // namespace monitoring
