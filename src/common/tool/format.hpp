#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

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

/// The lines of the family check_status, and those of check_value, for the check of that name.
[[nodiscard]] std::string check_status(Status status, std::string_view name);
[[nodiscard]] std::string check_values(const std::vector<Measure>& measures, std::string_view name);

/// The style of what has the user's words already.
[[nodiscard]] Style without_ok_message(Style style);

/// The whole output of a check, as it is to be written.
[[nodiscard]] std::string formatted(Verdict verdict, const Style& style);

/// What stands in front of the text of a status, where nothing but that is known.
[[nodiscard]] std::string opening(Status status, const Style& style);

/// A text as Nagios keeps it: without | < >, which have a meaning there, or are dropped.
[[nodiscard]] std::string nagios_text(std::string_view text);

/// Valid UTF-8 in so many bytes, with an ellipsis at its end where it had more: a packet of NRPE
/// holds kMaxLineLength of them, and cuts what is more.
[[nodiscard]] std::string shorten_to_bytes(const std::string& text, std::size_t bytes);

/// " | label=value[unit];warning;critical;least;most …" of those that fit into that many
/// characters, chosen from those first that alert; empty where there is none.
[[nodiscard]] std::string nagios_values(const std::vector<Measure>& measures,
                                        std::size_t characters);

/// The label, or with a number behind it, as in "/a_b_2", where one of those taken is the same: an
/// engine keeps one value a label, and Prometheus refuses a file with two. It is taken then.
[[nodiscard]] std::string distinct_label(const std::string& label,
                                         std::map<std::string, int>& taken);

/// The value of a label in quotation marks.
[[nodiscard]] std::string quoted_label(std::string_view value);

}  // namespace monitoring
