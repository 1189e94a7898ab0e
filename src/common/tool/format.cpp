#include "common/tool/format.hpp"

#include <fmt/format.h>

#include "common/runtime/log.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "common/tool/line_budget.hpp"
#include "common/tool/nagios_text.hpp"
#include "common/tool/prometheus_text.hpp"

namespace monitoring {

Format format_option(std::string_view text) {
    if (text == "mackerel") return Format::mackerel;
    if (text == "nagios") return Format::nagios;
    if (text == "prometheus") return Format::prometheus;
    throw UsageError(fmt::format("'{}' is not mackerel, nagios or prometheus", text));
}

std::string name_option(std::string_view text) {
    // As for a file: what is said at the deadline has room for such a name.
    static constexpr std::size_t kMaxBytes = 255;
    if (text.empty() || text.size() > kMaxBytes || printable(text) != text) {
        throw UsageError(fmt::format("'{}' is not a name: one line of up to {} bytes",
                                     shorten(printable(text), kMaxBytes), kMaxBytes));
    }
    return std::string(text);
}

/// The line that mackerel-agent takes, which is cut where it is longer than Mackerel keeps.
static std::string mackerel_line(const Verdict& verdict) {
    const auto start = fmt::format("{}: ", status_name(verdict.status));
    const auto note = shorten(printable(verdict.note), kMaxNoteLength);
    const auto room = kMaxLineLength - start.size() - count_characters(note) - 1;
    return fmt::format("{}{}{}\n", start, shorten(printable(verdict.message), room), note);
}

/// Half of the line is for values where they need it: a long message lists what they say as well.
static std::string nagios_line(const Verdict& verdict) {
    const auto start = fmt::format("{}: ", status_name(verdict.status));
    const auto note = shorten_to_bytes(nagios_text(verdict.note), kMaxNoteLength);
    const auto room = kMaxLineLength - start.size() - note.size() - 1;
    const auto wanted = nagios_values(verdict.measures, kMaxLineLength / 2).size();
    const auto text = shorten_to_bytes(nagios_text(verdict.message), room - wanted);
    return fmt::format("{}{}{}{}\n", start, text, note,
                       nagios_values(verdict.measures, room - text.size()));
}

std::string check_name(std::string_view program) {
    program.remove_prefix(program.rfind('/') + 1);
    for (const std::string_view kind : {"check-", "mackerel-plugin-"}) {
        if (program.starts_with(kind)) return std::string(program.substr(kind.size()));
    }
    return std::string(program);
}

std::string name_of(const Style& style) {
    if (!style.name.empty()) return style.name;
    return style.default_name.empty() ? check_name(called_name()) : style.default_name;
}

std::string opening(Status status, const Style& style) {
    auto word = fmt::format("{}: ", status_name(status));
    if (style.format != Format::prometheus) return word;
    return check_samples(status, name_of(style), {}, word);
}

Style without_ok_message(Style style) {
    style.ok_message.clear();
    return style;
}

std::string formatted(Verdict verdict, const Style& style) {
    if (verdict.status == Status::ok && !style.ok_message.empty()) {
        verdict.message = style.ok_message;
    }
    switch (style.format) {
        case Format::nagios: return nagios_line(verdict);
        case Format::prometheus:
            return check_samples(verdict.status, name_of(style), verdict.measures,
                                 mackerel_line(verdict));
        default: return mackerel_line(verdict);
    }
}

}  // namespace monitoring
