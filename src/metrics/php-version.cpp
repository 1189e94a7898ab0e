// mackerel-plugin-php-version: tells which PHP is installed, as a number such as 80236 for 8.2.36.

#include <fmt/format.h>

#include <algorithm>

#include "common/process/ask_program.hpp"
#include "common/procfs/procfs.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/log.hpp"
#include "common/services/answer_cache.hpp"
#include "common/services/php_version.hpp"
#include "common/text/text.hpp"
#include "common/tool/metric_key.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  mackerel-plugin-php-version                                                 # the php in PATH
  mackerel-plugin-php-version --php /usr/local/php/bin/php                    # another one
  mackerel-plugin-php-version --php cli=php --fpm fpm=/usr/sbin/php-fpm8.2    # and php-fpm)";

struct Program {
    std::string name;  ///< the last segment of the metric's key
    std::string path;
    bool is_fpm = false;
};

/// NAME=PATH. An equals sign behind a slash belongs to the path, as in /opt/php=8/bin/php; a path
/// alone has no name.
static Program program_option(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || text.find('/') < equals) {
        return {"", text_option(text), false};
    }
    const auto name = text.substr(0, equals);
    if (name.empty() || metric_key_segment(name) != name) {
        // It becomes the last part of a metric's key.
        throw UsageError(
            fmt::format("the name '{}' is not made of letters, digits, - and _", name));
    }
    return {std::string(name), text_option(text.substr(equals + 1)), false};
}

static void add_program(std::vector<Program>& programs, const Program& program) {
    const bool is_taken =
        std::any_of(programs.begin(), programs.end(),
                    [&program](const Program& other) { return other.name == program.name; });
    if (is_taken) {
        throw UsageError(fmt::format("there are two programs for php.version.{}", program.name));
    }
    programs.push_back(program);
}

static GraphDef graph_of(const std::vector<Program>& programs) {
    GraphDef graph{"php.version", "PHP Version", "integer", {}};
    for (const auto& program : programs) graph.metrics.push_back({program.name, program.name});
    return graph;
}

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

/// No ini file is read (-n): what is wrong there is printed on stdout, in front of the version.
static unsigned version_of(const Program& program, const CommandLimits& limits) {
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

/// The version as an earlier run was told it, or as the program tells it now.
static unsigned recall_version(const Program& program, const Stamp& now,
                               const CommandLimits& limits) {
    AnswerCache memory("mackerel-plugin-php-version", {program.is_fpm ? "fpm" : "php"},
                       program.path);
    if (const auto answer = memory.recall(now)) {
        if (const auto version = parse_php_version_id(*answer)) return *version;
    }
    const unsigned version = version_of(program, limits);
    memory.keep(now, std::to_string(version));
    return version;
}

/// One that hangs leaves their share of the time to the others.
static void ask_each(const std::vector<Program>& programs, Seconds timeout, MetricWriter& writer) {
    using Hundredths = std::chrono::duration<std::int64_t, std::centi>;
    const Deadline deadline(timeout * 0.9);
    auto left = static_cast<double>(programs.size());
    const Stamp now = stamp_now(ProcFs());
    CommandLimits limits;
    limits.max_kept = 4096;
    limits.grace = std::min(timeout * 0.04, Seconds(0.4)) / left;
    for (const auto& program : programs) {
        // One that cannot even be killed takes the grace twice: the last one of what the deadline
        // leaves, the others of what is for all. Rounded, since it may be printed.
        const auto for_asking = deadline.remaining() - limits.grace * 2 * (left - 1);
        limits.timeout = std::chrono::round<Hundredths>(for_asking / left);
        left -= 1;
        try {
            const unsigned version = recall_version(program, now, limits);
            writer.write("php.version." + program.name, version);
        } catch (const Error& error) {
            warn(error.what());
        }
    }
}

static void php_version(const Arguments& arguments, MetricWriter& writer) {
    std::vector<Program> programs;
    CommandLine cli{"The installed version of PHP, as the number PHP_VERSION_ID"};
    const auto take_php = [&programs](std::string_view text) {
        auto program = program_option(text);
        if (program.name.empty()) program.name = "version";
        add_program(programs, program);
    };
    const auto take_fpm = [&programs](std::string_view text) {
        auto program = program_option(text);
        if (program.name.empty()) throw UsageError(fmt::format("'{}' is not NAME=PATH", text));
        program.is_fpm = true;
        add_program(programs, program);
    };
    cli.add_option(
        "--php", take_php, "[NAME=]PATH",
        "A php to ask, printed as php.version.NAME (default: version=php; may be repeated)");
    cli.add_option("--fpm", take_fpm, "NAME=PATH", "A php-fpm to ask (may be repeated)");
    cli.footer(kExamples);
    parse(cli, arguments);
    if (programs.empty()) programs.push_back({"version", "php", false});
    if (MetricWriter::wants_graphs()) return writer.define({graph_of(programs)});
    ask_each(programs, *arguments.common->timeout, writer);
}

int main(int argc, char** argv) { return run_metrics(argc, argv, php_version); }
