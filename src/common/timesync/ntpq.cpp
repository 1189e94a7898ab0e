#include "common/timesync/ntpq.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

[[noreturn]] void refuse(std::string_view text) {
    throw Error(
        fmt::format("cannot understand what ntpq prints: '{}'", shorten(printable(text), 200)));
}

/// A line of the table of peers.
struct NtpPeer {
    char tally = ' ';
    bool is_source = false;
    bool is_reachable = false;
    std::optional<Seconds> offset;
    std::optional<Seconds> jitter;
    std::string_view line;
};

std::optional<Seconds> in_milliseconds(std::optional<double> number) {
    if (!number) return {};
    return Milliseconds(*number);
}

/// Whether it is a source of time: neither the local clock (l, with reference clock type 1), nor a
/// pool (p), nor a broadcast, multicast or manycast address (B, M, a).
bool is_source(std::string_view remote, std::string_view reference, std::string_view type) {
    constexpr std::array<std::string_view, 4> kPlaceholders = {".POOL.", ".BCST.", ".MCST.",
                                                               ".ACST."};
    constexpr std::string_view kPlaceholderTypes = "pBMa";
    const bool is_own_clock = remote.starts_with("127.127.1.") || remote.starts_with("LOCAL(") ||
                              (type == "l" && reference == ".LOCL.");
    return !is_own_clock && kPlaceholderTypes.find(type) == std::string_view::npos &&
           std::find(kPlaceholders.begin(), kPlaceholders.end(), reference) == kPlaceholders.end();
}

/// Parses the last eight words of a line: st, t, when, poll, reach, delay, offset and jitter. The
/// address and reference in front of them may be empty or on another line. For a peer without
/// enough samples the last three are no numbers.
std::optional<NtpPeer> parse_peer(std::string_view line, std::string_view line_of_address) {
    const auto all = words(line.substr(1));
    if (all.size() < 8) return {};
    const auto* const column = &all[all.size() - 8];
    const auto reach = parse_integer(column[4], 8);
    if (!parse_integer(column[0]) || !reach) return {};
    const auto start = line_of_address.empty() ? line : line_of_address;
    const auto remote = words(start.substr(1)).front();
    return NtpPeer{start.front(),
                   is_source(remote, all.size() > 8 ? column[-1] : "", column[1]),
                   *reach != 0,
                   in_milliseconds(parse_signed_decimal(column[6])),
                   in_milliseconds(parse_decimal(column[7])),
                   line};
}

/// The lines below the table's header; none without peers.
std::vector<std::string_view> lines_of_table(std::string_view text) {
    auto lines = split(text, '\n');
    std::erase_if(lines, [](std::string_view line) { return words(line).empty(); });
    const auto is_head = [](std::string_view line) { return words(line).front() == "remote"; };
    const auto head = std::find_if(lines.begin(), lines.end(), is_head);
    if (head != lines.end()) {
        lines.erase(lines.begin(), head + 1);
        if (!lines.empty() && lines.front().starts_with("====")) lines.erase(lines.begin());
        return lines;
    }
    // In place of an empty table: "No association ID's returned", or with "server=localhost "
    // before.
    if (!lines.empty() && lines.front().find("No association") != std::string_view::npos) return {};
    refuse(lines.empty() ? "" : lines.front());
}

std::vector<NtpPeer> parse_table(std::string_view text) {
    std::vector<NtpPeer> peers;
    std::string_view wrapped;  // a line that holds nothing but a long address
    for (const auto line : lines_of_table(text)) {
        const auto peer = parse_peer(line, wrapped);
        if (!peer) {
            if (!wrapped.empty() || words(line.substr(1)).size() != 1) refuse(line);
            wrapped = line;
            continue;
        }
        wrapped = {};
        if (peer->is_source) peers.push_back(*peer);
    }
    if (!wrapped.empty()) refuse(wrapped);
    return peers;
}

/// "name=value, name="one, two", ..." as a table.
std::map<std::string_view, std::string_view> parse_variables(std::string_view text) {
    std::map<std::string_view, std::string_view> variables;
    const auto add = [&variables](std::string_view part) {
        const auto start = std::min(part.find_first_not_of(" \t\r\n"), part.size());
        part.remove_prefix(start);
        const auto equals = part.find('=');
        if (equals == std::string_view::npos) return;
        const auto value = words(part.substr(equals + 1));
        variables.emplace(part.substr(0, equals), value.empty() ? "" : value.front());
    };
    bool is_quoted = false;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') is_quoted = !is_quoted;
        if (text[i] != ',' || is_quoted) continue;
        add(text.substr(start, i - start));
        start = i + 1;
    }
    add(text.substr(start));
    return variables;
}

}  // namespace

ClockReport parse_ntpq_peers(std::string_view text) {
    const auto peers = parse_table(text);
    ClockReport report;
    report.sources = peers.size();
    const auto reachable = std::count_if(peers.begin(), peers.end(),
                                         [](const NtpPeer& peer) { return peer.is_reachable; });
    report.reachable = static_cast<std::uint64_t>(reachable);
    // A PPS source (o) disciplines the clock; the system peer (*) only numbers its seconds.
    for (const char tally : {'o', '*'}) {
        const auto selected =
            std::find_if(peers.begin(), peers.end(),
                         [tally](const NtpPeer& peer) { return peer.tally == tally; });
        if (selected == peers.end()) continue;
        if (!selected->offset) refuse(selected->line);
        report.is_synchronised = true;
        report.offset = selected->offset;
        report.jitter = selected->jitter;
        break;
    }
    return report;
}

bool is_cut_by_ntpq(const ClockReport& report) {
    return report.offset && std::chrono::abs(*report.offset) >= Seconds(1);
}

void add_ntpq_variables(std::string_view text, ClockReport& report) {
    const auto variables = parse_variables(text);
    if (!variables.contains("stratum")) refuse(text.substr(0, text.find('\n')));
    const auto text_of = [&variables](std::string_view name) {
        const auto variable = variables.find(name);
        return variable == variables.end() ? std::string_view() : variable->second;
    };
    const auto offset = in_milliseconds(parse_signed_decimal(text_of("offset")));
    if (is_cut_by_ntpq(report) && offset &&
        std::chrono::abs(*offset) >= std::chrono::abs(*report.offset)) {
        report.offset = offset;
    }
    // Stratum 16: not synchronised (RFC 5905).
    const auto stratum = parse_integer(variables.at("stratum"));
    if (!stratum || *stratum == 0 || *stratum >= 16) return;
    report.stratum = *stratum;
    report.root_delay = in_milliseconds(parse_decimal(text_of("rootdelay")));
    report.root_dispersion = in_milliseconds(parse_decimal(text_of("rootdisp")));
}

}  // namespace monitoring
