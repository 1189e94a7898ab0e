#include "common/cli.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "common/last_words.hpp"
#include "common/metric_key.hpp"
#include "common/text.hpp"

namespace monitoring {

static Seconds parse_timeout(std::string_view text) {
    const Seconds timeout = parse_duration(text);
    if (timeout.count() > 0) return timeout;
    throw UsageError(fmt::format("'{}' leaves no time at all", text));
}

/// The name in "--name=" where that is an option with an empty value. Throws UsageError for one
/// that takes no value, which CLI11 would accept from "--name=VALUE".
static std::string_view name_of_empty_value(const CLI::App& app, std::string_view word) {
    const auto end = word.find('=');
    if (!word.starts_with("--") || end == std::string_view::npos) return {};
    const auto name = word.substr(0, end);
    const CLI::Option* const option = app.get_option_no_throw(std::string(name));
    if (option == nullptr) return {};
    if (option->get_items_expected_max() == 0) {
        throw UsageError(fmt::format("{}: takes no value, as in '{}' (see --help)", name, word));
    }
    return end == word.size() - 1 ? name : std::string_view();
}

/// The words of the command line in the order CLI11 wants them, last first. "--name=" becomes
/// "--name" and an empty word, since CLI11 would take the next word for the value.
static std::vector<std::string> reversed_words(const CLI::App& app, const Arguments& arguments) {
    std::vector<std::string> words;
    for (int i = 1; i < arguments.argc; ++i) {
        const std::string_view word = arguments.argv[i];
        if (arguments.common->kind == Kind::wrapper && word == "--") break;
        const auto name = name_of_empty_value(app, word);
        words.emplace_back(name.empty() ? word : name);
        if (!name.empty()) words.emplace_back();
    }
    std::reverse(words.begin(), words.end());
    return words;
}

static std::vector<std::string> words_behind_dashes(const Arguments& arguments) {
    char** const end = arguments.argv + arguments.argc;
    char** const dashes = std::find(arguments.argv, end, std::string_view("--"));
    if (dashes == end) return {};
    return {dashes + 1, end};
}

static std::string help_text(const CLI::App& app, Kind kind) {
    std::string text = app.help();
    constexpr std::string_view kOptions = "[OPTIONS]";
    const auto place = text.find(kOptions);
    if (kind == Kind::wrapper && place != std::string::npos) {
        text.insert(place + kOptions.size(), " -- COMMAND [ARGUMENT...]");
    }
    return text;
}

/// Gives the tool the name it was called by, also in its examples: packages have some tools under
/// a second name.
static void take_called_name(CLI::App& app) {
    const std::string called = called_name();
    const std::string own = app.get_name();
    std::string examples = app.get_footer();
    for (auto place = examples.find(own); !own.empty() && place != std::string::npos;
         place = examples.find(own, place + called.size())) {
        examples.replace(place, own.size(), called);
    }
    app.footer(examples);
    app.name(called);
}

void set_last_words(const CommonOptions& common) {
    if (common.kind == Kind::metrics) {
        prepare_last_words({.descriptor = STDERR_FILENO,
                            .prefix = fmt::format("{}: ", called_name()),
                            .exit_code = 1,
                            .exit_code_unwritten = 1});
    } else {
        const Status status = common.shown_as(Status::unknown);
        prepare_last_words({.descriptor = STDOUT_FILENO,
                            .prefix = fmt::format("{}: ", status_name(status)),
                            .exit_code = static_cast<int>(status),
                            .exit_code_unwritten = static_cast<int>(Status::unknown)});
    }
}

/// Starts the deadline. It counts from the first instruction on.
static void start_deadline(const CommonOptions& common) {
    set_deadline(*common.timeout, std::chrono::steady_clock::now() - common.started_at);
}

/// --timeout. It holds as soon as it is read, also for what other options may take long for.
static void add_timeout(CommandLine& cli, CommonOptions& common, const std::string& names,
                        const std::string& type, const std::string& help) {
    const auto take = [&common](std::string_view text) {
        common.timeout = parse_timeout(text);
        start_deadline(common);
    };
    cli.add_option(names, take, type, help).at_once();
}

/// The options that tools of that kind share.
static void add_common_options(CommandLine& cli, CommonOptions& common) {
    if (common.kind == Kind::wrapper) {
        add_timeout(cli, common, "--timeout", "DURATION",
                    "Stop the command after that time; the result is then UNKNOWN");
    } else {
        if (common.timeout) start_deadline(common);
        if (!common.timeout) common.timeout = kUsualTimeout;
        add_timeout(cli, common, "-t,--timeout", "SECONDS",
                    fmt::format("Give up after that time (default: {})", common.timeout->count()));
    }
    if (common.kind == Kind::metrics) {
        cli.add_value("--metric-key-prefix", common.metric_key_prefix, parse_metric_key, "PREFIX",
                      "Replaces the first segment of every metric's key");
    } else {
        const auto add_mapping = [&common](std::string_view text) { common.shown_as.add(text); };
        cli.add_option("--status-as", add_mapping, "FROM=TO[,FROM=TO...]",
                       "Show a status as another, as in critical=warning,unknown=ok");
    }
}

void parse(CommandLine& cli, const Arguments& arguments) {
    CommonOptions& common = *arguments.common;
    CLI::App& app = cli.app();
    take_called_name(app);
    app.set_help_flag("-h,--help", "Print this help and exit");
    app.set_version_flag("-V,--version", fmt::format("{} {}", app.get_name(), PROJECT_VERSION),
                         "Print the version and exit");
    add_common_options(cli, common);
    if (common.kind == Kind::wrapper) common.command = words_behind_dashes(arguments);
    // CLI11 itself would name what it did not expect in reverse order.
    app.allow_extras();
    const Activity activity("reading the options");
    try {
        app.parse(reversed_words(app, arguments));
    } catch (const CLI::CallForHelp&) {
        throw Answer{help_text(app, common.kind)};
    } catch (const CLI::CallForVersion& version) {
        throw Answer{std::string(version.what()) + "\n"};
    } catch (const CLI::ParseError& mistake) {
        throw UsageError(fmt::format("{} (see --help)", mistake.what()));
    }
    set_last_words(common);
    if (auto extra = app.remaining(); !extra.empty()) {
        std::replace(extra.begin(), extra.end(), std::string(), std::string("''"));
        throw UsageError(
            fmt::format("The following argument{} not expected: {} ({}see --help)",
                        extra.size() == 1 ? " was" : "s were", join(extra, " "),
                        common.kind == Kind::wrapper ? "a command goes behind --; " : ""));
    }
}

}  // namespace monitoring
