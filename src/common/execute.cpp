#include "common/execute.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "common/file.hpp"
#include "common/find_program.hpp"
#include "common/signals.hpp"

namespace monitoring {

namespace {

/// The places where a program of that name may be, without memory from the heap.
class Candidates {
public:
    explicit Candidates(std::string_view name) : name_(name) {
        const char* const path = std::getenv("PATH");
        if (path != nullptr) {
            rest_ = path;
        } else {
            confstr(_CS_PATH, usual_.data(), usual_.size());
            rest_ = usual_.data();
        }
    }

    /// The next one; a null pointer behind the last. An empty element is the working directory.
    [[nodiscard]] const char* next() {
        while (!is_at_end_) {
            const auto end = rest_.find(':');
            const auto element = rest_.substr(0, end);
            is_at_end_ = end == std::string_view::npos;
            if (!is_at_end_) rest_.remove_prefix(end + 1);
            // What is longer than a path can be is no place for a program.
            if (element.size() + 1 + name_.size() >= candidate_.size()) continue;
            char* place = std::copy(element.begin(), element.end(), candidate_.begin());
            if (!element.empty()) *place++ = '/';
            place = std::copy(name_.begin(), name_.end(), place);
            *place = '\0';
            return candidate_.data();
        }
        return nullptr;
    }

private:
    std::string_view name_;
    std::string_view rest_;
    bool is_at_end_ = false;
    std::array<char, 64> usual_{};
    std::array<char, PATH_MAX> candidate_{};
};

/// Whether one that fails with that errno leaves hope for the next one.
bool may_be_elsewhere(int error) {
    constexpr std::array kNotThere = {EACCES, ENOENT, ESTALE, ENOTDIR, ENODEV, ETIMEDOUT};
    return std::find(kNotThere.begin(), kNotThere.end(), error) != kNotThere.end();
}

bool is_searched_for(std::string_view program) {
    return !program.empty() && program.find('/') == std::string_view::npos;
}

}  // namespace

int execute(char* const* arguments) {
    reset_signals();
    const char* const program = arguments[0];
    if (!is_searched_for(program)) {
        execve(program, arguments, environ);
        return errno;
    }
    if (std::strlen(program) > NAME_MAX) return ENAMETOOLONG;
    Candidates candidates(program);
    int error = ENOENT;
    while (const char* const candidate = candidates.next()) {
        execve(candidate, arguments, environ);
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
    return text.find('\0') == std::string_view::npos &&
           !text.starts_with(
               "\x7f"
               "ELF") &&
           !text.starts_with("#!");
}

std::string why_not_executed(const std::string& program, int error) {
    struct stat status {};
    const bool is_path = program.find('/') != std::string::npos;
    if (is_path && stat(program.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
        return strerror(EISDIR);
    }
    const auto file = find_program(program);
    if (file && error == ENOENT) return "the interpreter that it names does not exist";
    if (file && error == ENOEXEC && is_text_without_interpreter(*file)) {
        return fmt::format("{} (no #! line)", strerror(error));
    }
    return strerror(error);
}

std::vector<char*> argument_vector(const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    arguments.reserve(command.size() + 1);
    // execve(2) does not write to them.
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    return arguments;
}

}  // namespace monitoring
