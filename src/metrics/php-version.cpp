// mackerel-plugin-php-version: tells which PHP is installed, as a number such as 80236 for 8.2.36.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "common/procfs/procfs.hpp"
#include "common/runtime/deadline.hpp"
#include "common/services/ask_php.hpp"
#include "common/tool/metric_key.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  mackerel-plugin-php-version                                                 # the php in PATH
  mackerel-plugin-php-version --php /usr/local/php/bin/php                    # another one
  mackerel-plugin-php-version --php cli=php --fpm fpm=/usr/sbin/php-fpm8.2    # and php-fpm)";

struct Program {
    std::string name;  ///< the last segment of the metric's key
    PhpProgram php;
};

/// NAME=PATH. An equals sign behind a slash belongs to the path, as in /opt/php=8/bin/php; a path
/// alone has no name.
static Program program_option(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || text.find('/') < equals) {
        return {"", {text_option(text)}};
    }
    const auto name = text.substr(0, equals);
    if (name.empty() || metric_key_segment(name) != name) {
        // It becomes the last part of a metric's key.
        throw UsageError(
            fmt::format("the name '{}' is not made of letters, digits, - and _", name));
    }
    return {std::string(name), {text_option(text.substr(equals + 1))}};
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
    GraphDef graph("php.version", "PHP Version", "integer", {});
    graph.is_open = true;
    for (const auto& program : programs) graph.metrics.push_back({program.name, program.name});
    return graph;
}

/// One that hangs leaves their share of the time to the others.
static void ask_each(const std::vector<Program>& programs, const Arguments& arguments,
                     MetricWriter& writer) {
    using Hundredths = std::chrono::duration<std::int64_t, std::centi>;
    const Deadline deadline(arguments.budget());
    auto left = static_cast<double>(programs.size());
    const Stamp now = stamp_now(ProcFs());
    CommandLimits limits;
    limits.max_kept = 4096;
    limits.grace = std::min(*arguments.common->timeout * 0.04, Seconds(0.4)) / left;
    for (const auto& program : programs) {
        // One that cannot even be killed takes the grace twice: the last one of what the deadline
        // leaves, the others of what is for all. Rounded, since it may be printed.
        const auto for_asking = deadline.remaining() - limits.grace * 2 * (left - 1);
        limits.timeout = std::chrono::round<Hundredths>(for_asking / left);
        left -= 1;
        attempt([&] {
            const auto version =
                recall_php_version("mackerel-plugin-php-version", program.php, now, limits);
            writer.write("php.version." + program.name, version);
        });
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
        program.php.is_fpm = true;
        add_program(programs, program);
    };
    cli.add_option(
        "--php", take_php, "[NAME=]PATH",
        "A php to ask, printed as php.version.NAME (default: version=php; may be repeated)");
    cli.add_option("--fpm", take_fpm, "NAME=PATH", "A php-fpm to ask (may be repeated)");
    cli.footer(kExamples);
    parse(cli, arguments);
    if (programs.empty()) programs.push_back({"version", {"php"}});
    if (writer.describe([&programs] { return std::vector{graph_of(programs)}; })) return;
    ask_each(programs, arguments, writer);
}

int main(int argc, char** argv) { return run_metrics(argc, argv, php_version); }
