#include "common/tool/cli.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "common/runtime/activity.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/termination.hpp"
#include "common/text/text.hpp"
#include "common/tool/command_words.hpp"
#include "common/tool/help_text.hpp"
#include "common/tool/metric_key.hpp"
#include "common/tool/read_options.hpp"
#include "common/tool/splay.hpp"

namespace monitoring {

static Seconds timeout_option(std::string_view text) {
    const Seconds timeout = duration_option(text);
    if (timeout.count() > 0) return timeout;
    throw UsageError(fmt::format("'{}' leaves no time at all", text));
}

/// What the tool's options are, for telling the words of the command line apart.
static Syntax syntax_of(const CommandLine& cli, Kind kind) {
    Syntax syntax{
        .options = {}, .originals = cli.original_names(), .has_command = kind == Kind::wrapper};
    syntax.options.reserve(cli.entries().size());
    for (const auto& entry : cli.entries()) {
        if (entry.is_argument()) {
            ++syntax.operands;
        } else {
            syntax.options.push_back({entry.name_list(), entry.type.text(), entry.ends_tool()});
        }
    }
    return syntax;
}

static void refuse(std::vector<std::string> words, Kind kind) {
    if (words.empty()) return;
    std::replace(words.begin(), words.end(), std::string(), std::string("''"));
    throw UsageError(fmt::format("The following argument{} not expected: {} ({}see --help)",
                                 words.size() == 1 ? " was" : "s were", join(words, " "),
                                 kind == Kind::wrapper ? "a command goes behind --; " : ""));
}

/// What -h stands beside in "-h mail.example.com 25" was not meant for it: the help, whose exit
/// code is 0, would look like an OK for ever.
static void refuse_beside_help(const CommandWords& words) {
    const auto& beside = words.operands.empty() ? words.command : words.operands;
    if (beside.empty()) return;
    throw UsageError(
        fmt::format("-h and -V stand alone, not beside '{}' (see --help)", beside.front()));
}

static void require_alternative(const CommandLine& cli) {
    const auto& names = cli.alternatives();
    const auto is_given = [&names](const OptionEntry& entry) {
        const auto is_its = [&entry](std::string_view name) { return entry.has_name(name); };
        return entry.is_named && std::any_of(names.begin(), names.end(), is_its);
    };
    const auto& entries = cli.entries();
    if (names.empty() || std::any_of(entries.begin(), entries.end(), is_given)) return;
    throw UsageError(fmt::format("{} is required (see --help)", join_alternatives(names)));
}

bool wants_graphs() {
    const char* meta = std::getenv("MACKEREL_AGENT_PLUGIN_META");
    return meta != nullptr && *meta != '\0';
}

void set_exit_message(const CommonOptions& common) {
    if (!common.says_status()) {
        set_exit_message({.descriptor = STDERR_FILENO,
                          .prefix = fmt::format("{}: ", called_name()),
                          .exit_code = 1,
                          .exit_code_unwritten = 1});
    } else {
        const Status status = common.shown_as(Status::unknown);
        set_exit_message({.descriptor = STDOUT_FILENO,
                          .prefix = opening(status, common.style),
                          .exit_code = static_cast<int>(status),
                          .exit_code_unwritten = static_cast<int>(Status::unknown),
                          .bar = common.style.format == Format::nagios ? '/' : '|'});
    }
}

/// Starts the deadline. It counts from the first instruction on.
static void start_deadline(const CommonOptions& common) {
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

/// --format and what belongs to it. It holds as soon as it is read, also for what is said of
/// others.
static void add_style(CommandLine& cli, CommonOptions& common) {
    const auto take = [&common](std::string_view text) {
        common.style.format = format_option(text);
        keep_warnings(common.style.format == Format::nagios);
        set_exit_message(common);
    };
    cli.add_option("--format", take, "mackerel|nagios|prometheus",
                   "Write for that engine (default: mackerel)")
        .in_front();
    if (common.kind == Kind::metrics) return;
    cli.add_value("--name", common.style.name, name_option, "NAME",
                  common.kind == Kind::wrapper
                      ? "What Prometheus calls it (default: the command's name without check-)"
                      : "What Prometheus calls it (default: the tool's name without check-)")
        .at_once();
    cli.add_value("--ok-message", common.style.ok_message, text_option, "TEXT",
                  "What an OK says, in place of what changes each time");
}

/// The options that tools of that kind share.
static void add_common_options(CommandLine& cli, CommonOptions& common) {
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
    cli.add_option("--output", set_output_file, "FILE",
                   "Write to that file, which is replaced at once, and not to stdout")
        .at_once();
    cli.add_value("--splay", common.splay, splay_option, "DURATION",
                  "Wait first, each host for another part of that (at most 20)");
}

/// Name and version, and those of the library that works for the tool.
static std::string version_line(const CommandLine& cli) {
    const auto library = cli.library();
    return fmt::format("{} {}{}{}{}\n", called_name(), PROJECT_VERSION, library.empty() ? "" : " (",
                       library, library.empty() ? "" : ")");
}

/// The deadline counts from behind the time that --splay takes.
static void take_turn(const Arguments& arguments) {
    CommonOptions& common = *arguments.common;
    if (common.splay.count() <= 0 || wants_graphs()) return;
    stop_deadline();
    wait_for_turn(arguments);
    common.started_at = std::chrono::steady_clock::now();
    if (common.timeout) start_deadline(common);
}

void parse(CommandLine& cli, const Arguments& arguments) {
    CommonOptions& common = *arguments.common;
    cli.add_ending("-h,--help", "Print this help and exit");
    cli.add_ending("-V,--version", "Print the version and exit");
    add_common_options(cli, common);
    const Activity activity("reading the options");
    const auto words = tell_words_apart(
        {arguments.argv + std::min(arguments.argc, 1), arguments.argv + arguments.argc},
        syntax_of(cli, common.kind));
    common.command = words.command;
    if (!words.command.empty()) {
        static constexpr std::size_t kMaxName = 100;
        common.style.default_name = shorten(printable(check_name(words.command.front())), kMaxName);
    }
    const auto reading = read_options(cli, words);
    // Words that do not belong there are a mistake also beside --help, but come behind wrong
    // values.
    refuse(words.unexpected, common.kind);
    if (reading.wants_help || reading.wants_version) {
        refuse_beside_help(words);
        throw Answer{reading.wants_help ? help_text(cli, common.kind) : version_line(cli)};
    }
    if (!reading.mistake.empty()) {
        throw UsageError(fmt::format("{} (see --help)", reading.mistake));
    }
    set_exit_message(common);
    require_alternative(cli);
    take_turn(arguments);
}

}  // namespace monitoring
