#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/error.hpp"
#include "common/quantity.hpp"
#include "common/status.hpp"
#include "common/thresholds.hpp"

namespace monitoring {

enum class Kind { check, metrics, wrapper };

/// What the options that all tools of a kind share were set to.
struct CommonOptions {
    Kind kind = Kind::check;
    StatusMap shown_as;                ///< --status-as
    std::optional<Seconds> timeout;    ///< --timeout; only a wrapper may have none. What a tool
                                       ///< sets before it parses is its default in place of 10 s
    std::string metric_key_prefix;     ///< --metric-key-prefix; empty: as the tool has it
    std::vector<std::string> command;  ///< of a wrapper: the words behind the first "--"
};

/// The command line of a tool; parse() fills in the options that all tools share.
struct Arguments {
    int argc = 0;
    char** argv = nullptr;
    CommonOptions* common = nullptr;
};

/// Ends the tool with a text on stdout and exit code 0: --help and --version.
struct Answer {
    std::string text;
};

/// Prepares what the tool says at its deadline and on SIGTERM, for its kind and --status-as.
void set_last_words(const CommonOptions& common);

/// Reads the command line: the tool's own options, and --timeout, --version, and so on, which it
/// adds. Starts the tool's deadline. A name that `cli` has is replaced in its footer by the one the
/// tool was called by. Throws UsageError for a mistake, Answer for --help.
void parse(CLI::App& cli, const Arguments& arguments);

/// An option that hands each text given for it to `take`, in order. A UsageError from `take` is
/// completed with the option's name.
CLI::Option* add_option(CLI::App& cli, const std::string& names,
                        const std::function<void(std::string_view)>& take, const std::string& type,
                        const std::string& help);

/// An option with one value, which `read` makes from its text. Given twice, the last one counts.
template <typename Value, typename Read>
CLI::Option* add_value(CLI::App& cli, const std::string& names, Value& value, Read read,
                       const std::string& type, const std::string& help) {
    return add_option(
        cli, names, [&value, read](std::string_view text) { value = read(text); }, type, help);
}

/// The text of an option as it is; an empty one is a UsageError.
[[nodiscard]] std::string parse_text(std::string_view text);

/// -w/--warning and -c/--critical, or others: `names` and `help` are those of the warning and the
/// critical limit; `read` is one of the parse_..._limit functions.
struct LimitOptions {
    std::string warning_names = "-w,--warning";
    std::string critical_names = "-c,--critical";
    std::string type;
    std::string condition;  ///< behind "WARNING when " in the help
};
void add_thresholds(CLI::App& cli, Thresholds& limits, Limit (*read)(std::string_view),
                    const LimitOptions& options);

}  // namespace monitoring
