#include "common/tool/prometheus_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "common/text/quantity.hpp"
#include "common/text/text.hpp"

namespace monitoring {

// A sample is written and read in these pieces, with a quoted label behind each "=".
static constexpr std::string_view kStatusStart = "check_status{check=";
static constexpr std::string_view kValueStart = "check_value{check=";
static constexpr std::string_view kValueLabel = ",value=";
static constexpr std::string_view kLabelsEnd = "} ";
static constexpr std::string_view kComment = "# ";

std::string quoted_label(std::string_view value) {
    std::string quoted = "\"";
    for (const char c : printable(value)) {
        if (c == '\\' || c == '"') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

/// HELP and TYPE of the family to which a sample with that start belongs.
static std::string family_of(std::string_view start, std::string_view help) {
    const auto name = start.substr(0, start.find('{'));
    return fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
}

static std::string value_samples(std::string_view check, const std::vector<Measure>& measures) {
    if (measures.empty()) return "";
    auto text =
        family_of(kValueStart, "What the check measured: seconds, bytes, percent or a number");
    std::map<std::string, int> taken;
    for (const Measure& measure : measures) {
        const auto label = distinct_label(printable(measure.label), taken);
        text += fmt::format("{}{}{}{}{}{}\n", kValueStart, check, kValueLabel, quoted_label(label),
                            kLabelsEnd, format_number(measure.value));
    }
    return text;
}

std::string check_samples(Status status, std::string_view name,
                          const std::vector<Measure>& measures, std::string_view text) {
    const auto check = quoted_label(name);
    return fmt::format("{}{}{}{}{}\n{}{}{}",
                       family_of(kStatusStart, "0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN"),
                       kStatusStart, check, kLabelsEnd, static_cast<int>(status),
                       value_samples(check, measures), kComment, text);
}

static bool take_literal(std::string_view& rest, std::string_view literal) {
    if (!rest.starts_with(literal)) return false;
    rest.remove_prefix(literal.size());
    return true;
}

/// The value that quoted_label() was given. Empty where there is no quotation mark at either end.
static std::optional<std::string> take_quoted_label(std::string_view& rest) {
    if (!take_literal(rest, "\"")) return {};
    std::string value;
    for (std::size_t at = 0; at < rest.size(); ++at) {
        if (rest[at] == '"') {
            rest.remove_prefix(at + 1);
            return value;
        }
        const bool is_escaped = rest[at] == '\\';
        if (is_escaped && ++at == rest.size()) break;
        value += is_escaped && rest[at] == 'n' ? '\n' : rest[at];
    }
    return {};
}

/// The name in a line of check_status; empty for any other line.
static std::optional<std::string> parse_status_sample(std::string_view line) {
    if (!take_literal(line, kStatusStart)) return {};
    auto name = take_quoted_label(line);
    if (!name || !take_literal(line, kLabelsEnd) || !parse_decimal(line)) return {};
    return name;
}

/// The label and the value in a line of check_value; empty for any other line.
static std::optional<Measure> parse_value_sample(std::string_view line) {
    if (!take_literal(line, kValueStart) || !take_quoted_label(line)) return {};
    if (!take_literal(line, kValueLabel)) return {};
    const auto label = take_quoted_label(line);
    if (!label || !take_literal(line, kLabelsEnd)) return {};
    const auto value = parse_signed_decimal(line);
    if (!value) return {};
    return Measure{*label, *value};
}

CheckSamples parse_check_samples(std::string_view output) {
    CheckSamples samples;
    std::set<std::string> labels;
    std::string_view family;
    bool has_comment = false;
    for (auto line : split(output, '\n')) {
        if (line.starts_with("# HELP ")) continue;
        if (take_literal(line, "# TYPE ")) {
            family = line.substr(0, line.find(' '));
            continue;
        }
        if (auto name = parse_status_sample(line)) {
            samples.name = std::move(*name);
            continue;
        }
        if (auto measure = parse_value_sample(line)) {
            if (labels.insert(measure->label).second) samples.measures.push_back(*measure);
            continue;
        }
        // Of what is no check's, such as a metric plugin's.
        if (!family.empty() && line.starts_with(family)) continue;
        const bool is_comment = take_literal(line, kComment);
        // Families of others may stand in front of the text.
        const bool is_better = is_comment && !has_comment && !samples.name.empty();
        if (!samples.text.empty() && !is_better) continue;
        samples.text = printable(line);
        has_comment = is_comment;
    }
    return samples;
}

bool is_metadata(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text.starts_with("HELP") || text.starts_with("TYPE");
}

}  // namespace monitoring
