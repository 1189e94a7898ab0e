#include "common/process/execute.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "common/process/find_program.hpp"
#include "common/process/process.hpp"
#include "common/runtime/file.hpp"
#include "common/runtime/signals.hpp"
#include "common/text/error.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

/// Whether one that fails with that errno leaves hope for the next one.
static bool may_be_elsewhere(int error) {
    constexpr std::array kNotThere = {EACCES, ENOENT, ESTALE, ENOTDIR, ENODEV, ETIMEDOUT};
    return std::find(kNotThere.begin(), kNotThere.end(), error) != kNotThere.end();
}

Execution::Execution(const std::vector<std::string>& command)
    : places(places_of_program(command.front())) {
    arguments.reserve(command.size() + 1);
    // execve(2) does not write to them.
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
}

int execute(const Execution& execution) {
    reset_signals();
    int error = ENOENT;
    for (const auto& place : execution.places) {
        // The kernel copies all words and the environment before it looks for the program.
        if (access(place.c_str(), F_OK) == 0 || errno != ENOENT) {
            execve(place.c_str(), execution.arguments.data(), environ);
        }
        if (!may_be_elsewhere(errno)) return errno;
        // One that we may not execute says more than others that are not there.
        if (error != EACCES) error = errno;
    }
    return error;
}

/// Whether a file looks like a script without the line that says what runs it.
static bool is_text_without_interpreter(const std::string& path) {
    const UniqueFd file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    std::array<char, 256> start{};
    const ssize_t size = read(file.get(), start.data(), start.size());
    if (size <= 0) return false;
    const std::string_view text(start.data(), static_cast<std::size_t>(size));
    return text.find('\0') == std::string_view::npos && !text.starts_with("\177ELF") &&
           !text.starts_with("#!");
}

std::string why_not_executed(const std::string& program, int error) {
    struct stat status {};
    const bool is_path = program.find('/') != std::string::npos;
    if (is_path && stat(program.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
        return error_text(EISDIR);
    }
    const auto file = find_program(program);
    if (file && error == ENOENT) return "the interpreter that it names does not exist";
    if (file && error == ENOEXEC && is_text_without_interpreter(*file)) {
        return fmt::format("{} (no #! line)", error_text(error));
    }
    return error_text(error);
}

void exec_command(const std::vector<std::string>& command) {
    const Execution execution(command);
    constexpr std::array kKept = {STDOUT_FILENO, STDERR_FILENO};
    close_descriptors_but(kKept);
    // The lowest free number is that of stdin.
    static_cast<void>(open_null(O_RDONLY));
    const int error = execute(execution);
    throw Error(fmt::format("cannot run {}: {}", command.front(),
                            why_not_executed(command.front(), error)));
}

}  // namespace monitoring
