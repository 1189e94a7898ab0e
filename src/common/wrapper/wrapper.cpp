#include "common/wrapper/wrapper.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include "common/process/run_command.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/output.hpp"
#include "common/text/text.hpp"
#include "common/tool/glue.hpp"
#include "common/wrapper/passed_on.hpp"

namespace monitoring {

/// So much of a command's stdout is passed on, and so much of its stderr.
static constexpr std::size_t kMaxPassedOn = 65536;
/// ... and for Prometheus, where the text stands behind the values, of which there may be
/// thousands.
static constexpr std::size_t kMaxSamples = 8 * kMaxPassedOn;

int run_wrapper(int argc, char** argv, WrapperResult (*wrapper)(const Arguments&)) {
    return run_tool(argc, argv, Kind::wrapper, [wrapper](const Arguments& arguments) {
        const WrapperResult result = wrapper(arguments);
        const CommonOptions& common = *arguments.common;
        const Status shown = common.shown_as(result.status);
        if (result.is_answer) throw Answer{result.output, static_cast<int>(shown)};
        return Ending{passed_on(result, shown, common.style), static_cast<int>(shown)};
    });
}

const std::vector<std::string>& wrapped_command(const Arguments& arguments) {
    const auto& command = arguments.common->command;
    if (command.empty() || command.front().empty()) {
        throw UsageError("no command behind -- (see --help)");
    }
    return command;
}

std::vector<std::string> command_key(const Arguments& arguments, const std::string& identifier) {
    auto key = wrapped_command(arguments);
    key.insert(key.begin(), identifier);
    return key;
}

/// Puts one newline in the place of those at the end; an empty text remains empty.
static std::string end_line(std::string text) {
    if (text.empty()) return text;
    const auto last = text.find_last_not_of('\n');
    text.erase(last == std::string::npos ? 0 : last + 1);
    return text + '\n';
}

WrapperResult status_line(const Arguments& arguments, Status status, std::string_view message) {
    // The exit code is mapped at the very end, the word here.
    const Status shown = arguments.common->shown_as(status);
    return {.status = status,
            .output = formatted({shown, std::string(message), ""},
                                without_ok_message(arguments.common->style))};
}

/// What came of a command, in front of what it printed.
static std::string put_in_front(const WrapperResult& said, const std::string& reason,
                                const std::string& output, const CommonOptions& common) {
    if (output.empty()) return said.output;
    if (common.style.format == Format::nagios) {
        const auto line = said.output.substr(0, said.output.find('\n'));
        return put_around_text(output, line + ": ", "");
    }
    if (common.style.format == Format::mackerel) {
        return end_line(append_to_last_line(said.output, ": " + output));
    }
    const Status shown = common.shown_as(said.status);
    return passed_on(
        {.output = output, .prefix = fmt::format("{}: {}: ", status_name(shown), reason)}, shown,
        common.style);
}

/// What came of a command without an answer, in front of what it printed.
static WrapperResult explain(const Arguments& arguments, const CommandResult& result,
                             const std::string& output) {
    // Half of a line leaves room for what the wrapper puts around it.
    const auto reason =
        shorten(printable(describe_end(wrapped_command(arguments).front(), result.end)),
                kMaxLineLength / 2);
    WrapperResult said = status_line(arguments, Status::unknown, reason);
    said.output = put_in_front(said, reason, output, *arguments.common);
    const auto* const ended = std::get_if<EndedByUs>(&result.end);
    said.is_stopped = ended != nullptr && ended->signal != SIGALRM;
    return said;
}

/// Takes away the end of an output that was cut: half of a line may hold half of a value.
static void end_at_whole_line(CapturedStream& output) {
    if (output.bytes <= output.text.size()) return;
    const auto last = output.text.rfind('\n');
    if (last != std::string::npos) output.text.erase(last + 1);
}

WrapperResult run_wrapped_command(const Arguments& arguments) {
    const auto& command = wrapped_command(arguments);
    const Activity activity("running " + command.front());
    const Format format = arguments.common->style.format;
    auto result = run_command(
        command, {.max_kept = format == Format::prometheus ? kMaxSamples : kMaxPassedOn});
    if (format != Format::mackerel) end_at_whole_line(result.output);
    // Where stderr is broken there is nobody to tell.
    static_cast<void>(write_all(STDERR_FILENO, result.errors.text));
    const bool is_silent = result.output.text.find_first_not_of('\n') == std::string::npos;
    const bool stands_in = is_silent && !result.errors.text.empty();
    auto output = end_line(stands_in ? result.errors.text : result.output.text);
    const auto* const exited = std::get_if<Exited>(&result.end);
    if (exited == nullptr || exited->code > 3) return explain(arguments, result, output);
    return {.status = static_cast<Status>(exited->code), .output = std::move(output)};
}

}  // namespace monitoring
