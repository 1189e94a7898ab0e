#include "common/runtime/termination.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <climits>
#include <optional>

#include "common/runtime/activity.hpp"
#include "common/runtime/deadline_timer.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/output.hpp"
#include "common/runtime/output_file.hpp"
#include "common/runtime/signal_line.hpp"
#include "common/runtime/signal_text.hpp"
#include "common/runtime/signals.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

namespace {

enum class Stage { working, replacing, printing, printed };

/// What the signal handler uses, beside the activity. Global, since a handler has no parameters.
struct Shared {
    SignalText<256> name;
    SignalText<768> prefix;
    SignalText<768> prefix_unwritten;
    SignalText<64> out_of_time;
    std::atomic<int> descriptor = STDOUT_FILENO;
    std::atomic<int> exit_code = 3;
    std::atomic<int> exit_code_unwritten = 3;
    std::atomic<bool> is_for_nagios = false;
    std::atomic<Stage> stage = Stage::working;
    std::atomic<int> ending = 0;  ///< the signal that ends us
    std::atomic_flag has_end;     ///< whether it has been decided how
    std::atomic<const OutputFile*> output;
};
Shared shared;

}  // namespace

/// Adds a text from outside.
static void add_text(SignalLine& line, std::string_view text) {
    if (shared.is_for_nagios) {
        line.add_for_nagios(text);
    } else {
        line << text;
    }
}

static void add_cause(SignalLine& line, int signal) {
    line << signal_phrase(signal);
    if (const auto activity = Activity::current(); !activity.empty()) {
        line << " (";
        add_text(line, activity);
        line << ")";
    }
    line.end();
}

[[noreturn]] static void end_with(const SignalLine& line, int exit_code) {
    _exit(line.write_to(shared.descriptor) ? exit_code : shared.exit_code_unwritten.load());
}

/// Of two threads that come here, one goes on.
static void decide_end() {
    while (shared.has_end.test_and_set()) pause();
}

[[noreturn]] static void end_unwritten(const OutputFile& output, int signal) {
    SignalLine line;
    line << shared.prefix_unwritten.view() << "cannot write ";
    add_text(line, output.shown_path());
    line << ": ";
    add_cause(line, signal);
    end_with(line, shared.exit_code_unwritten);
}

void end_without_file(int signal) {
    decide_end();
    end_unwritten(*shared.output, signal);
}

// A signal handler: async-signal-safe calls only.
void end_at_once(int signal) {
    // Of two threads that come here, one prints.
    for (int none = 0; !shared.ending.compare_exchange_strong(none, signal); none = 0) pause();
    const OutputFile* const output = shared.output;
    if (shared.stage == Stage::replacing) end_without_file(signal);
    if (shared.stage == Stage::printed) _exit(shared.exit_code);
    SignalLine line;
    if (shared.stage == Stage::printing) {
        line << shared.name.view() << ": cannot write to stdout: " << signal_phrase(signal);
        line.end();
        static_cast<void>(line.write_to(STDERR_FILENO));
        _exit(shared.exit_code_unwritten);
    }
    line << shared.prefix.view();
    add_cause(line, signal);
    if (output != nullptr) {
        const bool is_result = shared.descriptor == STDOUT_FILENO;
        const int error = output->replace(is_result ? line.text() : "");
        decide_end();
        if (error != 0) end_unwritten(*output, signal);
        if (is_result) _exit(shared.exit_code);
    }
    end_with(line, shared.exit_code);
}

int ending_signal() { return shared.ending; }

std::string_view signal_phrase(int signal) {
    switch (signal) {
        case SIGTERM: return "stopped by SIGTERM";
        case SIGINT: return "stopped by SIGINT";
        default: return shared.out_of_time.view();
    }
}

void set_exit_message(const ExitMessage& message) {
    shared.name.assign(called_name());
    shared.prefix.assign(message.prefix);
    shared.prefix_unwritten.assign(message.prefix_unwritten);
    shared.descriptor = message.descriptor;
    shared.exit_code = message.exit_code;
    shared.exit_code_unwritten = message.exit_code_unwritten;
    shared.is_for_nagios = message.is_for_nagios;
}

void catch_signals() {
    struct sigaction action {};
    action.sa_handler = end_at_once;
    sigfillset(&action.sa_mask);
    for (const int signal : kEndingSignals) sigaction(signal, &action, nullptr);
    for (const int signal : {SIGPIPE, SIGXFSZ}) ::signal(signal, SIG_IGN);
    // If the parent left it ignored, waitpid(2) could not report how a child ended.
    ::signal(SIGCHLD, SIG_DFL);
    // The parent may have left any of them blocked.
    unblock_signals();
}

void set_deadline(Seconds timeout, Seconds over) {
    shared.out_of_time.assign(fmt::format("no answer within {} s", timeout.count()));
    start_deadline_timer(timeout - over);
}

void set_output_file(std::string_view path) {
    static std::optional<OutputFile> file;
    shared.output = nullptr;
    shared.output = &file.emplace(path);
}

bool has_output_file() { return shared.output != nullptr; }

std::string finish_in_file(std::string_view text, int exit_code) {
    const OutputFile& output = *shared.output;
    // A wrapper has taken its deadline for its command: the file has a second more.
    if (!shared.out_of_time.view().empty() && !time_left()) start_deadline_timer(Seconds(1));
    {
        const BlockedSignals blocked(kEndingSignals);
        shared.stage = Stage::replacing;
        if (const int error = output.replace(text); error != 0) {
            shared.stage = Stage::working;
            const bool has_text = error != OutputFile::kNoRegularFile;
            return fmt::format("cannot write {}: {}", output.shown_path(),
                               has_text ? error_text(error) : "not a regular file");
        }
        shared.exit_code = exit_code;
        shared.stage = Stage::printed;
    }
    output.remove_leftovers();
    return "";
}

int finish(std::string_view text, int exit_code, int descriptor) {
    // A signal between the write and the change of stage would be reported as if nothing had been
    // printed. Up to PIPE_BUF bytes are written at once, so that signals are not blocked for long.
    std::optional<BlockedSignals> blocked;
    if (text.size() <= PIPE_BUF && is_writable(descriptor, 0)) {
        blocked.emplace(kEndingSignals);
    } else {
        unblock_signals();
    }
    shared.stage = Stage::printing;
    if (const int error = write_all(descriptor, text); error != 0) {
        const auto reason = fmt::format("cannot write to stdout: {}", error_text(error));
        static_cast<void>(write_all(STDERR_FILENO, log_line(reason)));
        return shared.exit_code_unwritten;
    }
    shared.exit_code = exit_code;
    shared.stage = Stage::printed;
    return exit_code;
}

}  // namespace monitoring
