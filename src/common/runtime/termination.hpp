#pragma once

#include <string>
#include <string_view>

#include "common/text/quantity.hpp"

namespace monitoring {

/// The line that a tool prints, or writes to its file, in place of its result at its deadline or a
/// signal to stop.
struct ExitMessage {
    int descriptor = 1;              ///< where the line goes: stdout or stderr
    std::string prefix;              ///< of the line, such as "UNKNOWN: "
    std::string prefix_unwritten{};  ///< of the line that says that the file cannot be written
    int exit_code = 3;               ///< of the process
    int exit_code_unwritten = 3;     ///< when the line, or the file, cannot be written
    bool is_for_nagios = false;      ///< without characters that mean something there
};

/// Makes SIGTERM, SIGINT and the deadline end the process at once, with a line that names the
/// cause. Ignores SIGPIPE and SIGXFSZ, so that write(2) reports an error.
void catch_signals();

/// The handler of such a signal: prints the exit message, or replaces the file of --output by it,
/// and ends the process.
[[noreturn]] void end_at_once(int signal);

/// The signal for which a thread has entered end_at_once(); 0 without one.
[[nodiscard]] int ending_signal();

/// The same as end_at_once() where the file of --output cannot be replaced in time: prints so, and
/// ends the process.
[[noreturn]] void end_without_file(int signal);

/// The cause that a signal stands for: "stopped by SIGTERM", or "no answer within 10 s" for
/// SIGALRM.
[[nodiscard]] std::string_view signal_phrase(int signal);

/// Sets the message. May be called again as more of the command line is known.
void set_exit_message(const ExitMessage& message);

/// Sets the tool's deadline, with an interval timer, `timeout` from its start; `over` has passed.
void set_deadline(Seconds timeout, Seconds over = {});

/// Names the file that the result, or the line in its place, replaces: finish_in_file() then comes
/// in front of finish(). It is empty where there is no result for stdout. Throws UsageError for
/// what is no path of a file.
void set_output_file(std::string_view path);

/// Whether the result goes to a file.
[[nodiscard]] bool has_output_file();

/// Replaces the file of --output. Returns why it cannot; otherwise a signal or the deadline prints
/// nothing after that, and ends the process with that exit code.
[[nodiscard]] std::string finish_in_file(std::string_view text, int exit_code);

/// Writes the result, if possible in one write, and gives the exit code to return from main. After
/// that a signal or the deadline prints nothing.
[[nodiscard]] int finish(std::string_view text, int exit_code, int descriptor = 1);

}  // namespace monitoring
