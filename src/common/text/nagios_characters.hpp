#pragma once

#include <cstddef>
#include <string_view>

namespace monitoring {

/// Hands a line to `put`, piece by piece, without what means something to Nagios: " | " becomes
/// " - ", any other bar a slash, and < and > become words. Async-signal-safe where `put` is.
template <typename Put>
void put_nagios_characters(std::string_view line, Put put) {
    bool has_blank = true;  // in front; nothing needs one at the start
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char next = at + 1 < line.size() ? line[at + 1] : ' ';
        const bool is_apart = at > 0 && line[at - 1] == ' ' && next == ' ';
        switch (line[at]) {
            case '|': put(is_apart ? "-" : "/"); break;
            case '<':
            case '>':
                if (!has_blank) put(" ");
                put(line[at] == '<' ? "under" : "over");
                if (next != ' ') put(" ");
                has_blank = next != ' ';
                continue;
            default: put(line.substr(at, 1));
        }
        has_blank = line[at] == ' ';
    }
}

}  // namespace monitoring
