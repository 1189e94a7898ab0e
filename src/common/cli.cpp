#include "common/cli.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "common/last_words.hpp"
#include "common/metric_key.hpp"

namespace monitoring {

static Seconds parse_timeout(std::string_view text) {
    const Seconds timeout = parse_duration(text);
    if (timeout.count() > 0) return timeout;
    throw UsageError(fmt::format("'{}' leaves no time at all", text));
}

std::string parse_text(std::string_view text) {
    if (text.empty()) throw UsageError("'' is empty");
    return std::string(text);
}

CLI::Option* add_option(CLI::App& cli, const std::string& names,
                        const std::function<void(std::string_view)>& take, const std::string& type,
                        const std::string& help) {
    const auto take_all = [take, names](const CLI::results_t& texts) {
        try {
            for (const auto& text : texts) take(text);
        } catch (const UsageError& error) {
            throw UsageError(fmt::format("{}: {} (see --help)", names, error.what()));
        }
        return true;
    };
    return cli.add_option(names, take_all, help)
        ->type_name(type)
        ->take_all()
        ->allow_extra_args(false);
}

/// The name in "--name=" where that is an option without a value.
static std::string_view name_without_value(const CLI::App& cli, std::string_view word) {
    if (!word.starts_with("--") || word.find('=') != word.size() - 1) return {};
    word.remove_suffix(1);
    return cli.get_option_no_throw(std::string(word)) == nullptr ? std::string_view() : word;
}

/// The words of the command line in the order CLI11 wants them, last first. "--name=" becomes
/// "--name" and an empty word, since CLI11 would take the next word for the value.
static std::vector<std::string> reversed_words(const CLI::App& cli, const Arguments& arguments) {
    std::vector<std::string> words;
    for (int i = 1; i < arguments.argc; ++i) {
        const std::string_view word = arguments.argv[i];
        if (arguments.common->kind == Kind::wrapper && word == "--") break;
        const auto name = name_without_value(cli, word);
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

static std::string help_text(const CLI::App& cli, Kind kind) {
    std::string text = cli.help();
    constexpr std::string_view kOptions = "[OPTIONS]";
    const auto place = text.find(kOptions);
    if (kind == Kind::wrapper && place != std::string::npos) {
        text.insert(place + kOptions.size(), " -- COMMAND [ARGUMENT...]");
    }
    return text;
}

/// Gives the tool the name it was called by, also in its examples: packages have some tools under
/// a second name.
static void take_called_name(CLI::App& cli, const Arguments& arguments) {
    std::string called = arguments.argc > 0 ? arguments.argv[0] : "";
    called.erase(0, called.rfind('/') + 1);
    const std::string own = cli.get_name();
    std::string examples = cli.get_footer();
    for (auto place = examples.find(own); !own.empty() && place != std::string::npos;
         place = examples.find(own, place + called.size())) {
        examples.replace(place, own.size(), called);
    }
    cli.footer(examples);
    cli.name(called);
}

void set_last_words(const CommonOptions& common) {
    if (common.kind == Kind::metrics) {
        prepare_last_words({.descriptor = STDERR_FILENO,
                            .prefix = fmt::format("{}: ", program_invocation_short_name),
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

void parse(CLI::App& cli, const Arguments& arguments) {
    CommonOptions& common = *arguments.common;
    take_called_name(cli, arguments);
    cli.set_help_flag("-h,--help", "Print this help and exit");
    cli.set_version_flag("-V,--version", fmt::format("{} {}", cli.get_name(), PROJECT_VERSION),
                         "Print the version and exit");

    if (common.kind == Kind::wrapper) {
        common.command = words_behind_dashes(arguments);
        add_value(cli, "--timeout", common.timeout, parse_timeout, "DURATION",
                  "Stop the command after that time; the result is then UNKNOWN");
    } else {
        if (!common.timeout) common.timeout = Seconds(10);
        add_value(cli, "-t,--timeout", common.timeout, parse_timeout, "SECONDS",
                  fmt::format("Give up after that time (default: {})", common.timeout->count()));
    }
    if (common.kind == Kind::metrics) {
        add_value(cli, "--metric-key-prefix", common.metric_key_prefix, parse_metric_key, "PREFIX",
                  "Replaces the first segment of every metric's key");
    } else {
        const auto add_mapping = [&common](std::string_view text) { common.shown_as.add(text); };
        add_option(cli, "--status-as", add_mapping, "FROM=TO[,FROM=TO...]",
                   "Show a status as another, as in critical=warning,unknown=ok");
    }
    // CLI11 itself would name what it did not expect in reverse order.
    cli.allow_extras();
    try {
        cli.parse(reversed_words(cli, arguments));
    } catch (const CLI::CallForHelp&) {
        throw Answer{help_text(cli, common.kind)};
    } catch (const CLI::CallForVersion& version) {
        throw Answer{std::string(version.what()) + "\n"};
    } catch (const CLI::ParseError& mistake) {
        throw UsageError(fmt::format("{} (see --help)", mistake.what()));
    }
    set_last_words(common);
    if (const auto extra = cli.remaining(); !extra.empty()) {
        throw UsageError(
            fmt::format("The following argument{} not expected: {} ({}see --help)",
                        extra.size() == 1 ? " was" : "s were", fmt::join(extra, " "),
                        common.kind == Kind::wrapper ? "a command goes behind --; " : ""));
    }
    if (common.timeout) set_deadline(*common.timeout);
}

void add_thresholds(CLI::App& cli, Thresholds& limits, Limit (*read)(std::string_view),
                    const LimitOptions& options) {
    add_value(cli, options.warning_names, limits.warning, read, options.type,
              "WARNING when " + options.condition);
    add_value(cli, options.critical_names, limits.critical, read, options.type,
              "CRITICAL when " + options.condition);
}

}  // namespace monitoring
