#include "common/postfix/postqueue.hpp"

#include <fmt/format.h>

#include <vector>

#include "common/process/ask_program.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/termination.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

/// The length to which another program's error message is cut.
static constexpr std::size_t kMaxComplaintLength = 300;

static std::vector<std::string> command_line(const std::string& program,
                                             const std::string& config_directory) {
    if (config_directory.empty()) return {program};
    return {program, "-c", config_directory};
}

/// Options with that timeout, and less than a tenth of it as grace, so that time is left to report.
static CommandLimits limits(Seconds timeout) {
    return {.timeout = timeout, .grace = timeout * 0.05};
}

/// The last line on stderr, which in Postfix is the fatal error; may be empty.
static std::string complaint(const ProgramAnswer& answer) {
    std::string_view text = answer.errors.text;
    while (text.ends_with('\n')) text.remove_suffix(1);
    return shorten(printable(text.substr(text.rfind('\n') + 1)), kMaxComplaintLength);
}

/// Throws Error unless its exit code is 0.
static void require_success(const std::string& program, const ProgramAnswer& answer) {
    if (answer.exit_code == 0) return;
    const auto reason = complaint(answer);
    throw Error(describe_end(program, Exited{answer.exit_code}) +
                (reason.empty() ? "" : ": " + reason));
}

std::string ask_queue_directory(const std::string& config_directory, Seconds timeout) {
    auto command = command_line("postconf", config_directory);
    command.insert(command.end(), {"-h", "queue_directory"});
    const auto answer = ask_program(command, limits(timeout));
    require_success("postconf", answer);
    std::string_view path = answer.output.text;
    const bool is_line = path.starts_with('/') && path.find('\n') == path.size() - 1;
    if (is_line && answer.output.bytes == path.size()) {
        path.remove_suffix(1);
        return std::string(path);
    }
    throw Error(fmt::format("postconf printed '{}' as queue_directory, which is no path",
                            shorten(printable(path), kMaxComplaintLength)));
}

QueueListing ask_postqueue(const std::string& config_directory, Seconds timeout) {
    auto command = command_line("postqueue", config_directory);
    command.emplace_back("-j");
    QueueListingReader reader;
    auto streaming = limits(timeout);
    streaming.take_output = [&reader](std::string_view piece) { reader.read(piece); };
    const auto answer = ask_program(command, streaming);
    require_success("postqueue", answer);
    try {
        auto listing = reader.finish();
        // "Mail system is down -- accessing queue directly": the list is complete all the same.
        if (const auto warning = complaint(answer); !warning.empty()) warn(warning);
        return listing;
    } catch (const Error& error) {
        throw Error(fmt::format("cannot understand postqueue: {}", error.what()));
    }
}

}  // namespace monitoring
