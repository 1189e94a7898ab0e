#include "common/services/ask_php.hpp"

#include <fmt/format.h>

#include <vector>

#include "common/process/ask_program.hpp"
#include "common/services/answer_cache.hpp"
#include "common/services/php_version.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

/// The start of what the program printed on one of its streams, or else on the other, as in
/// ": 'Hello'".
static std::string quote(const CapturedStream& one, const CapturedStream& other) {
    const auto trimmed = [](std::string_view text) {
        return text.substr(0, text.find_last_not_of(" \n") + 1);
    };
    auto text = trimmed(one.text);
    if (text.empty()) text = trimmed(other.text);
    return text.empty() ? "" : fmt::format(": '{}'", shorten(printable(text), 200));
}

unsigned ask_php_version(const PhpProgram& program, const CommandLimits& limits) {
    // No ini file is read (-n): what is wrong there is printed on stdout, in front of the version.
    std::vector<std::string> command = {program.path, "-n", "-r", "echo PHP_VERSION_ID;"};
    if (program.is_fpm) command = {program.path, "-n", "-v"};
    const auto answer = ask_program(command, limits);
    if (answer.exit_code != 0) {
        throw Error(describe_end(program.path, Exited{answer.exit_code}) +
                    quote(answer.errors, answer.output));
    }
    const CapturedStream& output = answer.output;
    const bool is_whole = output.bytes == output.text.size();
    const auto version =
        program.is_fpm ? parse_php_banner(output.text) : parse_php_version_id(output.text);
    if (is_whole && version) return *version;
    throw Error(
        fmt::format("{} does not tell its version{}", program.path, quote(output, answer.errors)));
}

unsigned recall_php_version(std::string_view tool, const PhpProgram& program, const Stamp& now,
                            const CommandLimits& limits) {
    AnswerCache memory(tool, {program.is_fpm ? "fpm" : "php"}, program.path);
    if (const auto answer = memory.recall(now)) {
        if (const auto version = parse_php_version_id(*answer)) return *version;
    }
    const unsigned version = ask_php_version(program, limits);
    memory.keep(now, std::to_string(version));
    return version;
}

}  // namespace monitoring
