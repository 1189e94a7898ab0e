#include "common/wrapper/passed_on.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/text/text.hpp"

namespace monitoring {

std::string with_note(std::string output, std::string_view note) {
    if (note.empty()) return output;
    if (output.ends_with('\n')) output.pop_back();
    return output.append(note.substr(output.empty() ? 1 : 0)) + '\n';
}

/// The note stands in front of the values: what is behind the bar is no text.
static std::string nagios_output(const WrapperResult& result) {
    const auto bar = std::min(result.output.find('|'), result.output.find('\n'));
    if (result.note.empty() || bar >= result.output.size() || result.output[bar] == '\n') {
        return result.prefix + with_note(result.output, result.note);
    }
    const auto end = result.output.substr(0, bar).find_last_not_of(' ') + 1;
    return fmt::format("{}{}{}{}", result.prefix, result.output.substr(0, end), result.note,
                       result.output.substr(end));
}

namespace {

/// What a command printed for Prometheus, or for anybody else: then all of it is text.
struct Samples {
    std::string labels;  ///< of check_status, in braces; empty without it
    std::string values;  ///< lines of check_value
    std::string text;    ///< one line, without its newline
};

}  // namespace

static Samples parse_samples(std::string_view output) {
    static constexpr std::string_view kStatus = "check_status";
    Samples samples;
    for (const auto line : split(output, '\n')) {
        if (line.starts_with("check_status{")) {
            samples.labels = line.substr(kStatus.size(), line.rfind('}') + 1 - kStatus.size());
        } else if (line.starts_with("check_value{") || line.starts_with("# HELP check_value ") ||
                   line.starts_with("# TYPE check_value ")) {
            samples.values.append(line) += '\n';
        } else if (line.starts_with("# HELP ") || line.starts_with("# TYPE ")) {
            continue;
        } else if (samples.text.empty()) {
            samples.text = printable(line.starts_with("# ") ? line.substr(2) : line);
        }
    }
    return samples;
}

static std::string prometheus_output(const WrapperResult& result, Status shown, const Style& style,
                                     std::string_view command) {
    const auto samples = parse_samples(result.output);
    const auto name = style.name.empty() ? check_name(command) : style.name;
    const bool has_labels = style.name.empty() && !samples.labels.empty();
    const auto labels = has_labels ? samples.labels : check_labels(name);
    const auto room = kMaxLineLength - std::min(kMaxLineLength / 2, count_characters(result.note));
    return fmt::format("{}{}# {}{}\n", check_status(shown, labels), samples.values,
                       shorten(result.prefix + samples.text, room), result.note);
}

std::string passed_on(const WrapperResult& result, Status shown, const Style& style,
                      std::string_view command) {
    if (result.is_answer) return result.output;
    const bool is_plain_ok = shown == Status::ok && result.prefix.empty();
    if (is_plain_ok && !style.ok_message.empty()) {
        WrapperResult told = result;
        told.output = formatted({shown, style.ok_message, ""}, {style.format, style.name});
        return passed_on(told, shown, {style.format, style.name}, command);
    }
    switch (style.format) {
        case Format::nagios: return nagios_output(result);
        case Format::prometheus: return prometheus_output(result, shown, style, command);
        default: return result.prefix + with_note(result.output, result.note);
    }
}

}  // namespace monitoring
