#include "common/wrapper/passed_on.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/runtime/log.hpp"
#include "common/text/text.hpp"
#include "common/tool/line_budget.hpp"
#include "common/tool/nagios_text.hpp"
#include "common/tool/prometheus_text.hpp"

namespace monitoring {

std::string append_to_last_line(std::string output, std::string_view text) {
    if (text.empty()) return output;
    if (output.ends_with('\n')) output.pop_back();
    return output.append(text.substr(output.empty() ? 1 : 0)) + '\n';
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

/// Takes away the last values of a line that is too long for a packet of NRPE.
static void drop_values(std::string& line, std::size_t bar) {
    if (line.size() < kMaxLineLength) return;
    line.resize(end_of_values(line, bar, kMaxLineLength - 1));
}

std::string put_around_text(std::string_view output, std::string_view prefix,
                            std::string_view note) {
    const auto line_end = std::min(output.find('\n'), output.size());
    const auto bar = std::min(output.find('|'), line_end);
    const auto text_end =
        bar < line_end ? output.substr(0, bar).find_last_not_of(' ') + 1 : line_end;
    auto line = fmt::format("{}{}{}{}", prefix, output.substr(0, text_end), note,
                            output.substr(text_end, line_end - text_end));
    const bool did_fit = line_end < kMaxLineLength;
    if (bar < line_end && did_fit) drop_values(line, line.size() - (line_end - bar));
    return line.append(output.substr(line_end));
}

static std::string nagios_output(const WrapperResult& result) {
    const auto note = shorten_to_bytes(nagios_text(result.note + warning_note()), kMaxNoteLength);
    if (result.output.empty()) return result.prefix + append_to_last_line("", note);
    return put_around_text(result.output, result.prefix, note);
}

/// The user's words in place of the command's, whose values stay.
static WrapperResult with_words(WrapperResult result, std::string_view words) {
    const std::string_view output = result.output;
    const auto line = output.substr(0, output.find('\n'));
    const auto bar = std::min(line.find('|'), line.size());
    const auto values_at = std::min(line.find_first_not_of("| ", bar), line.size());
    const auto values = line.substr(values_at);
    // Half of the line is for them.
    auto said = "OK: " + shorten_to_bytes(nagios_text(words), kMaxLineLength / 2);
    const auto text_end = said.size();
    if (!values.empty()) said.append(" | ").append(values);
    if (line.size() < kMaxLineLength) drop_values(said, text_end + 1);
    result.output = said + '\n';
    return result;
}

/// The user's words, where there are some, stand in place of the command's.
static std::string prometheus_output(const WrapperResult& result, Status shown, const Style& style,
                                     const std::string& words) {
    auto samples = parse_check_samples(result.output);
    if (!words.empty()) samples.text = "OK: " + printable(words);
    const bool has_name = style.name.empty() && !samples.name.empty();
    // There is one name for all of it: that of the values would be another check's.
    const auto name = has_name ? samples.name : name_of(style);
    static constexpr std::string_view kNone = "no text";
    if (samples.text.empty()) samples.text = kNone;
    auto text = result.prefix + samples.text;
    if (text == kNone || is_metadata(text)) text = fmt::format("{}: {}", status_name(shown), text);
    const auto room = kMaxLineLength - std::min(kMaxLineLength / 2, count_characters(result.note));
    return check_samples(shown, name, samples.measures, shorten(text, room) + result.note + '\n');
}

std::string passed_on(const WrapperResult& result, Status shown, const Style& style) {
    const bool is_plain_ok = shown == Status::ok && result.prefix.empty();
    const auto words = is_plain_ok ? style.ok_message : "";
    switch (style.format) {
        case Format::nagios:
            return nagios_output(words.empty() ? result : with_words(result, words));
        case Format::prometheus: return prometheus_output(result, shown, style, words);
        default:
            if (!words.empty()) {
                return append_to_last_line(formatted({shown, words, ""}, {}), result.note);
            }
            return result.prefix + append_to_last_line(result.output, result.note);
    }
}

}  // namespace monitoring
