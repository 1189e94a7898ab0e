#include "common/runtime/log.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <unistd.h>

#include "common/runtime/output.hpp"
#include "common/text/text.hpp"

namespace monitoring {

std::string called_name() {
    constexpr std::size_t kMaxCharacters = 60;
    return shorten(printable(program_invocation_short_name), kMaxCharacters);
}

std::string log_line(std::string_view text) {
    const auto message = fmt::format("{}: {}", called_name(), printable(text));
    return shorten(message, kMaxLineLength - 1) + '\n';
}

static std::string& first_text() {
    static std::string text;
    return text;
}

const std::string& first_warning() { return first_text(); }

void warn(std::string_view text) {
    if (first_text().empty()) first_text() = text;
    // A failure to write to stderr cannot be reported anywhere.
    static_cast<void>(write_all(STDERR_FILENO, log_line(text)));
}

}  // namespace monitoring
