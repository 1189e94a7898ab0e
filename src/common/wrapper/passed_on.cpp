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

/// Where a line may end that must have no more than so many bytes: behind a value that is whole, as
/// far as one is, or behind the text. `bar` is where the values begin.
static std::size_t end_of_values(std::string_view line, std::size_t bar, std::size_t bytes) {
    auto end = line.substr(0, bar).find_last_not_of(' ') + 1;
    bool is_quoted = false;
    for (auto at = bar + 1; at <= std::min(bytes, line.size()); ++at) {
        const char character = at < line.size() ? line[at] : ' ';
        if (character == '\'') is_quoted = !is_quoted;
        if (character == ' ' && !is_quoted && line[at - 1] != '|') end = at;
    }
    return end;
}

/// The note stands in front of the values: what is behind the bar is no text. What the command
/// wrote may have filled a packet of NRPE; what is added then costs its last values.
static std::string nagios_output(const WrapperResult& result) {
    const std::string_view output = result.output;
    const auto line_end = std::min(output.find('\n'), output.size());
    const auto bar = output.find('|');
    if (bar >= line_end) return result.prefix + with_note(result.output, result.note);
    const auto text_end = output.substr(0, bar).find_last_not_of(' ') + 1;
    auto line = fmt::format("{}{}{}{}", result.prefix, output.substr(0, text_end), result.note,
                            output.substr(text_end, line_end - text_end));
    if (line_end < kMaxLineLength && line.size() >= kMaxLineLength) {
        line.resize(end_of_values(line, line.size() - (line_end - bar), kMaxLineLength - 1));
    }
    return line.append(output.substr(line_end));
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
