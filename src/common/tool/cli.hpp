#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "common/text/error.hpp"
#include "common/text/quantity.hpp"
#include "common/tool/command_line.hpp"
#include "common/tool/format.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

enum class Kind { check, metrics, wrapper };

/// --timeout of a check and a metric plugin where it is not given, unless the tool has another.
inline constexpr Seconds kUsualTimeout{10};

/// What the options that all tools of a kind share were set to.
struct CommonOptions {
    Kind kind = Kind::check;
    StatusMap shown_as;                ///< --status-as
    std::optional<Seconds> timeout;    ///< --timeout; only a wrapper may have none
    Style style;                       ///< --format, --name, --ok-message
    Seconds splay{};                   ///< --splay
    std::string metric_key_prefix;     ///< --metric-key-prefix; empty: as the tool has it
    std::vector<std::string> command;  ///< of a wrapper: the words behind the first "--"
    std::chrono::steady_clock::time_point started_at = std::chrono::steady_clock::now();

    /// Whether what went wrong is a status on stdout: a metric plugin has none but for Nagios.
    [[nodiscard]] bool says_status() const {
        return kind != Kind::metrics || style.format == Format::nagios;
    }
};

/// The command line of a tool; parse() fills in the options that all tools share.
struct Arguments {
    int argc = 0;
    char** argv = nullptr;
    CommonOptions* common = nullptr;

    /// What a check or a plugin may spend on asking others: nine tenths of --timeout. The rest is
    /// for saying what came of it.
    [[nodiscard]] Seconds budget() const { return common->timeout.value() * 0.9; }
};

/// Ends the tool with a text on stdout that is no result, as --help and --version do.
struct Answer {
    std::string text;
    int exit_code = 0;
};

/// Reads the command line: the tool's own options, and --timeout, --version, and so on, which it
/// adds. Starts the deadline that they set. A name that `cli` has is replaced in its footer by the
/// one the tool was called by. Throws UsageError for a mistake, Answer for --help.
void parse(CommandLine& cli, const Arguments& arguments);

}  // namespace monitoring
