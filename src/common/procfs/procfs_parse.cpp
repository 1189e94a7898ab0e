// The parsers of files in /proc, which accept nothing but the kernel's format.

#include <fmt/format.h>

#include <algorithm>

#include "common/procfs/procfs.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static std::uint64_t require_integer(std::string_view text, int base = 10) {
    if (const auto value = parse_integer(text, base)) return *value;
    throw Error(fmt::format("'{}' is not a number", shorten(printable(text), 40)));
}

/// The decimal number at the start of a text; white space must follow, else it may be cut short.
static double leading_decimal(std::string_view& text) {
    const auto end = text.find_first_of(" \n");
    const auto value =
        end == std::string_view::npos ? std::nullopt : parse_decimal(text.substr(0, end));
    if (!value) {
        throw Error(fmt::format("'{}' does not begin with a whole number or fraction",
                                shorten(printable(text), 40)));
    }
    text.remove_prefix(end + 1);
    return *value;
}

Seconds parse_uptime(std::string_view content) {
    const Seconds uptime(leading_decimal(content));
    // At most three thousand years, so that callers' integers do not overflow.
    if (uptime.count() > 1e11) throw Error("no host has been up for that long");
    return uptime;
}

LoadAverage parse_loadavg(std::string_view content) {
    LoadAverage load;
    load.one = leading_decimal(content);
    load.five = leading_decimal(content);
    load.fifteen = leading_decimal(content);
    return load;
}

/// Whether a line is that of one CPU, "cpu11 …". lxcfs has two lines for all CPUs together.
static bool is_of_one_cpu(std::string_view line) {
    const auto blank = line.find(' ');
    if (!line.starts_with("cpu") || blank == std::string_view::npos) return false;
    const auto number = line.substr(3, blank - 3);
    return !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
}

CpuTimes parse_stat(std::string_view content) {
    static constexpr std::size_t kMaxCpuNameLength = 16;
    CpuTimes times;
    const auto end = content.find('\n');
    if (!content.starts_with("cpu ") || end == std::string_view::npos) {
        throw Error("the first line is not that of all CPUs");
    }
    for (const auto word : words(content.substr(4, end - 4))) {
        times.ticks.push_back(require_integer(word));
    }
    if (times.ticks.size() < 4) throw Error("the line of all CPUs has fewer than 4 columns");
    times.ticks.resize(std::min(times.ticks.size(), CpuTimes::kNames.size()));
    for (auto at = content.find("\ncpu"); at != std::string_view::npos;
         at = content.find("\ncpu", at + 1)) {
        if (is_of_one_cpu(content.substr(at + 1, kMaxCpuNameLength))) ++times.processors;
    }
    return times;
}

MemInfo parse_meminfo(std::string_view content) {
    // 1 EiB or more is a negative difference that the kernel printed as unsigned.
    static constexpr std::uint64_t kTooMuch = std::uint64_t{1} << 50U;
    MemInfo memory;
    struct Key {
        std::string_view name;
        std::optional<std::uint64_t> MemInfo::*value;
    };
    static constexpr Key kKeys[] = {{"MemFree:", &MemInfo::free},
                                    {"Cached:", &MemInfo::cached},
                                    {"Inactive:", &MemInfo::inactive},
                                    {"MemAvailable:", &MemInfo::available}};
    for (const auto line : split(content, '\n')) {
        for (const auto& [name, value] : kKeys) {
            if (!line.starts_with(name)) continue;
            // The unit shows that the number is complete.
            const auto columns = words(line);
            if (columns.size() != 3 || columns[2] != "kB") continue;
            const auto kibibytes = parse_integer(columns[1]);
            if (kibibytes && *kibibytes < kTooMuch) memory.*value = *kibibytes * 1024;
        }
    }
    return memory;
}

Pressure parse_pressure(std::string_view content) {
    Pressure pressure;
    for (const auto line : split(content, '\n')) {
        const auto columns = words(line);
        if (columns.size() < 5 || !columns[2].starts_with("avg60=")) continue;
        const auto percentage = parse_decimal(columns[2].substr(6));
        if (columns[0] == "some") pressure.some = percentage;
        if (columns[0] == "full") pressure.full = percentage;
    }
    if (!pressure.some) throw Error("it has no line 'some' with avg60");
    return pressure;
}

/// The number below a column's name, in a line of names and a line of values.
static std::uint64_t below_name(const std::vector<std::string_view>& names,
                                const std::vector<std::string_view>& values, std::string_view name,
                                int base) {
    const auto column =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    if (column == names.size()) throw Error(fmt::format("it has no column '{}'", name));
    if (values.size() != names.size()) throw Error("a line does not have all columns");
    return require_integer(values[column], base);
}

ListenCounters parse_netstat(std::string_view content) {
    const auto lines = split(content, '\n');
    for (std::size_t i = 0; i + 2 < lines.size(); ++i) {
        if (!lines[i].starts_with("TcpExt:")) continue;
        const auto names = words(lines[i]);
        const auto values = words(lines[i + 1]);
        return {.overflows = below_name(names, values, "ListenOverflows", 10),
                .drops = below_name(names, values, "ListenDrops", 10)};
    }
    throw Error("it has no line 'TcpExt:'");
}

char parse_process_state(std::string_view content) {
    // The last one, from the front: libraries look forwards a word at a time, and backwards by
    // bytes.
    auto parenthesis = std::string_view::npos;
    for (auto at = content.find(')'); at != std::string_view::npos;
         at = content.find(')', at + 1)) {
        parenthesis = at;
    }
    if (parenthesis == std::string_view::npos || parenthesis + 2 >= content.size()) return '\0';
    return content[parenthesis + 2];
}

std::uint64_t parse_conntrack_drops(std::string_view content) {
    if (!content.ends_with('\n')) throw Error("it is cut short");
    const auto lines = split(content, '\n');
    const auto names = words(lines[0]);
    std::uint64_t sum = 0;
    std::size_t processors = 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto values = words(lines[i]);
        if (values.empty()) continue;
        for (const std::string_view name : {"drop", "early_drop", "insert_failed"}) {
            sum += below_name(names, values, name, 16);
        }
        ++processors;
    }
    if (processors == 0) throw Error("it has no line for any CPU");
    return sum;
}

}  // namespace monitoring
