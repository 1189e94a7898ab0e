#pragma once

#include <string>
#include <string_view>

#include "common/tool/status.hpp"

namespace monitoring {

/// For whom the output of a tool is.
enum class Format {
    mackerel,   ///< for mackerel-agent, and people
    nagios,     ///< text | values, one line (https://nagios-plugins.org/doc/guidelines.html)
    prometheus  ///< the text format 0.0.4, as a textfile collector reads it
};

/// How a tool says what it found: --format, --name and --ok-message.
struct Style {
    Format format = Format::mackerel;
    std::string name{};          ///< of the check, for Prometheus
    std::string ok_message{};    ///< what an OK says; empty: what it found
    std::string default_name{};  ///< where there is no name; empty: that of the tool

    /// Whether a line is as mackerel-agent takes it, and says what was found.
    [[nodiscard]] bool is_usual() const { return format == Format::mackerel && ok_message.empty(); }
};

/// That of a tool that was told nothing.
inline const Style kUsualStyle{};

/// --format. Throws UsageError.
[[nodiscard]] Format format_option(std::string_view text);

/// --name: a label of Prometheus. Throws UsageError.
[[nodiscard]] std::string name_option(std::string_view text);

/// The name of a program without its directory, and without check- or mackerel-plugin-.
[[nodiscard]] std::string check_name(std::string_view program);

/// The name for an engine: --name, or the check_name() of the tool or of a wrapper's command.
[[nodiscard]] std::string name_of(const Style& style);

/// The style of what has the user's words already.
[[nodiscard]] Style without_ok_message(Style style);

/// The whole output of a check, as it is to be written.
[[nodiscard]] std::string formatted(Verdict verdict, const Style& style);

/// What stands in front of the text of a status, where nothing but that is known.
[[nodiscard]] std::string opening(Status status, const Style& style);

}  // namespace monitoring
