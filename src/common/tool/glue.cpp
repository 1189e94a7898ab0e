#include "common/tool/glue.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <utility>

#include "common/runtime/file.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/termination.hpp"
#include "common/text/secrets.hpp"
#include "common/tool/common_options.hpp"

namespace monitoring {

/// Puts something harmless where the caller closed stdin, stdout or stderr, so that no file that
/// we open later takes the place. Writing to it fails, as it should.
static void occupy_standard_descriptors() {
    pollfd standard[] = {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}};
    poll(standard, 3, 0);
    for (const auto& [descriptor, events, state] : standard) {
        if ((state & POLLNVAL) == 0) continue;
        // The lowest free number is the one that was found closed.
        if (open_null(O_RDONLY) != descriptor) return;
    }
}

Ending ending_of(const Verdict& verdict, const Style& style) {
    Verdict told = verdict;
    told.note += warning_note();
    return {formatted(std::move(told), style), static_cast<int>(verdict.status)};
}

/// How a tool ends that could not do what it is for.
static Ending failed(const CommonOptions& common, Status status, const std::string& reason) {
    if (!common.says_status()) return {log_line(reason), 1, STDERR_FILENO};
    return ending_of({status, reason, ""}, common.style);
}

/// Puts a result into the file of --output. Returns what is left to say.
static Ending put_into_file(const CommonOptions& common, Ending ending) {
    const bool is_result = ending.descriptor == STDOUT_FILENO;
    const auto failure = finish_in_file(is_result ? ending.text : "", ending.exit_code);
    if (is_result) ending.text.clear();
    if (failure.empty()) return ending;
    Ending said = failed(common, Status::unknown, failure);
    said.text += ending.text;
    return said;
}

int run_tool(int argc, char** argv, Kind kind, const std::function<Ending(const Arguments&)>& tool,
             Seconds timeout) {
    occupy_standard_descriptors();
    CommonOptions common;
    common.kind = kind;
    set_exit_message(common);
    catch_signals();
    // Reading the command line may take long, too. A wrapper has no deadline unless it says so.
    if (kind != Kind::wrapper) {
        common.timeout = timeout;
        set_deadline(timeout);
    }
    Ending ending;
    try {
        ending = tool({argc, argv, &common});
    } catch (const Answer& answer) {
        ending = {answer.text, answer.exit_code};
    } catch (const UsageError& mistake) {
        ending = failed(common, Status::unknown, without_secrets(mistake.what()));
    } catch (const std::exception& error) {
        ending = failed(common, common.shown_as(Status::unknown), error.what());
    }
    if (has_output_file()) {
        ending = put_into_file(common, std::move(ending));
        if (ending.text.empty()) return ending.exit_code;
    }
    return finish(ending.text, ending.exit_code, ending.descriptor);
}

}  // namespace monitoring
