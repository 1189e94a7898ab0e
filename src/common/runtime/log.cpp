#include "common/runtime/log.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <unistd.h>

#include <utility>

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

namespace {

struct Warnings {
    std::vector<std::string> kept;
    bool are_kept = false;
};

}  // namespace

static Warnings& warnings() {
    static Warnings warnings;
    return warnings;
}

void keep_warnings(bool are_kept) { warnings().are_kept = are_kept; }

std::vector<std::string> take_warnings() { return std::exchange(warnings().kept, {}); }

std::string warning_note() {
    const auto& kept = warnings().kept;
    return kept.empty() ? "" : fmt::format(" ({})", join(kept, "; "));
}

void warn(std::string_view text) {
    if (warnings().are_kept) {
        warnings().kept.emplace_back(text);
        return;
    }
    // A failure to write to stderr cannot be reported anywhere.
    static_cast<void>(write_all(STDERR_FILENO, log_line(text)));
}

}  // namespace monitoring
