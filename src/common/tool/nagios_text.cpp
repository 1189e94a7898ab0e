// What Nagios, Icinga and NRPE take for the text of a plugin, and for its values.

#include <fmt/format.h>

#include <algorithm>

#include "common/text/quantity.hpp"
#include "common/text/text.hpp"
#include "common/tool/format.hpp"

namespace monitoring {

/// A word in place of a character, with blanks around it where there are none.
static void put_word(std::string& text, std::string_view word, char next) {
    if (!text.empty() && text.back() != ' ') text += ' ';
    text += word;
    if (next != ' ') text += ' ';
}

std::string nagios_text(std::string_view text) {
    const std::string line = printable(text);
    std::string plain;
    plain.reserve(line.size());
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char next = at + 1 < line.size() ? line[at + 1] : ' ';
        switch (line[at]) {
            case '|': plain += at > 0 && line[at - 1] == ' ' && next == ' ' ? '-' : '/'; break;
            case '<': put_word(plain, "under", next); break;
            case '>': put_word(plain, "over", next); break;
            default: plain += line[at];
        }
    }
    return plain;
}

/// "600:" is all from 600 on, "80" all from 0 to 80, "3:10" what lies between.
static std::string range_text(const Range& range) {
    const auto high = range.high ? format_number(*range.high) : "";
    return range.low ? fmt::format("{}:{}", format_number(*range.low), high) : high;
}

static std::string plain_label(std::string_view label) {
    static constexpr std::string_view kPlain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-";
    std::string plain(label);
    const auto is_other = [](char c) { return kPlain.find(c) == std::string_view::npos; };
    std::replace_if(plain.begin(), plain.end(), is_other, '_');
    return plain;
}

static std::string value_text(const Measure& measure) {
    const auto bound = [](const std::optional<double>& value) {
        return value ? format_number(*value) : std::string();
    };
    auto text =
        fmt::format("{}={}{};{};{};{};{}", plain_label(measure.label), format_number(measure.value),
                    measure.unit, range_text(measure.warning), range_text(measure.critical),
                    bound(measure.least), bound(measure.most));
    text.erase(text.find_last_not_of(';') + 1);
    return text;
}

std::string nagios_values(const std::vector<Measure>& measures, std::size_t characters) {
    std::string text;
    for (const Measure& measure : measures) {
        const auto value = (text.empty() ? " | " : " ") + value_text(measure);
        if (text.size() + value.size() <= characters) text += value;
    }
    return text;
}

std::string quoted_label(std::string_view value) {
    std::string quoted = "\"";
    for (const char c : printable(value)) {
        if (c == '\\' || c == '"') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace monitoring
