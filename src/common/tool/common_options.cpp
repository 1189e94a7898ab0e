#include "common/tool/common_options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "common/runtime/log.hpp"
#include "common/runtime/termination.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/tool/metric_key.hpp"
#include "common/tool/splay.hpp"

namespace monitoring {

bool wants_graphs() {
    const char* meta = std::getenv("MACKEREL_AGENT_PLUGIN_META");
    return meta != nullptr && *meta != '\0';
}

bool is_asked(const CommandLine& cli, const CommonOptions& common) {
    const auto& entries = cli.entries();
    const auto asks = [](const OptionEntry& entry) {
        return entry.is_named && (entry.is_question || entry.ends_tool());
    };
    return std::any_of(entries.begin(), entries.end(), asks) ||
           (common.kind == Kind::metrics && wants_graphs());
}

void set_exit_message(const CommonOptions& common) {
    if (!common.says_status()) {
        const auto prefix = fmt::format("{}: ", called_name());
        set_exit_message({.descriptor = STDERR_FILENO,
                          .prefix = prefix,
                          .prefix_unwritten = prefix,
                          .exit_code = 1,
                          .exit_code_unwritten = 1});
    } else {
        const Status status = common.shown_as(Status::unknown);
        set_exit_message({.descriptor = STDOUT_FILENO,
                          .prefix = opening(status, common.style),
                          .prefix_unwritten = opening(Status::unknown, common.style),
                          .exit_code = static_cast<int>(status),
                          .exit_code_unwritten = static_cast<int>(Status::unknown),
                          .is_for_nagios = common.style.format == Format::nagios});
    }
}

static Seconds timeout_option(std::string_view text) {
    const Seconds timeout = duration_option(text);
    if (timeout.count() > 0) return timeout;
    throw UsageError(fmt::format("'{}' leaves no time at all", text));
}

void start_deadline(const CommonOptions& common) {
    set_deadline(*common.timeout, std::chrono::steady_clock::now() - common.started_at);
}

/// --timeout. It holds as soon as it is read, also for what other options may take long for.
static void add_timeout(CommandLine& cli, CommonOptions& common, const char* names,
                        const char* type, HelpText help) {
    const auto take = [&common](std::string_view text) {
        common.timeout = timeout_option(text);
        start_deadline(common);
    };
    cli.add_option(names, take, type, std::move(help)).at_once();
}

/// --output. It holds for what is said of others, too, but begins when the format is known.
static void add_output(CommandLine& cli, const CommonOptions& common) {
    const auto take_file = [&cli, &common](std::string_view path) {
        if (is_asked(cli, common)) return;
        set_output_file(path);
        start_watchdog();
    };
    cli.add_option("--output", take_file, "FILE",
                   "Write to that file, which is replaced at once, and not to stdout")
        .in_front();
}

/// --format and what belongs to it. It holds as soon as it is read, also for what is said of
/// others.
static void add_style(CommandLine& cli, CommonOptions& common) {
    const auto take = [&cli, &common](std::string_view text) {
        common.style.format = format_option(text);
        keep_warnings(common.style.format == Format::nagios && !is_asked(cli, common));
        set_exit_message(common);
    };
    cli.add_option("--format", take, "mackerel|nagios|prometheus",
                   "Write for that engine (default: mackerel)")
        .in_front();
    if (common.kind == Kind::metrics) return;
    const auto take_name = [&common](std::string_view text) {
        common.style.name = name_option(text);
        set_exit_message(common);
    };
    cli.add_option("--name", take_name, "NAME",
                   common.kind == Kind::wrapper
                       ? "What Prometheus calls it (default: the command's name without check-)"
                       : "What Prometheus calls it (default: the tool's name without check-)")
        .in_front();
    cli.add_value("--ok-message", common.style.ok_message, text_option, "TEXT",
                  "What an OK says, in place of what changes each time");
}

void add_common_options(CommandLine& cli, CommonOptions& common) {
    if (common.kind == Kind::wrapper) {
        add_timeout(cli, common, "--timeout", "DURATION",
                    "Stop the command after that time; the result is then UNKNOWN");
    } else {
        add_timeout(
            cli, common, "-t,--timeout", "SECONDS",
            fmt::format("Give up after that time (default: {})", common.timeout.value().count()));
    }
    if (common.kind == Kind::metrics) {
        cli.add_value("--metric-key-prefix", common.metric_key_prefix, metric_key_option, "PREFIX",
                      "Replaces the first segment of every metric's key");
    } else {
        const auto add_mapping = [&common](std::string_view text) { common.shown_as.add(text); };
        cli.add_option("--status-as", add_mapping, "FROM=TO[,FROM=TO...]",
                       "Show a status as another, as in critical=warning,unknown=ok");
    }
    add_style(cli, common);
    add_output(cli, common);
    cli.add_value("--splay", common.splay, splay_option, "DURATION",
                  "Wait first, each host for another part of that (at most 20)");
}

}  // namespace monitoring
