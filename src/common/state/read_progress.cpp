#include "common/state/read_progress.hpp"

#include "common/state/counters.hpp"

namespace monitoring {

/// The rate that a run found, from what it saved.
static std::optional<double> saved_rate(const Counters& counters) {
    const auto bytes = counters.find("bytes");
    const auto nanoseconds = counters.find("nanoseconds");
    if (bytes == counters.end() || nanoseconds == counters.end()) return {};
    if (nanoseconds->second == 0) return {};
    return static_cast<double>(bytes->second) * 1e9 / static_cast<double>(nanoseconds->second);
}

/// What a run saved: its position at least.
static std::optional<Counters> parse_position(std::string_view text) {
    auto counters = parse_counters(text);
    if (counters && !counters->contains("position")) counters.reset();
    return counters;
}

ReadProgress exchange_position(const StateFile& file, const Stamp& now, std::uint64_t position) {
    Counters next = {{"position", position}};
    if (const auto before = recall(file, now, parse_position, "position")) {
        // So soon after the last run little can have been read. It remains the one to compare
        // with, or somebody who runs the check every moment would never see a change.
        if (before->age < Seconds(1)) return {saved_rate(before->value), ""};
        const auto earlier = before->value.at("position");
        next["bytes"] = position < earlier ? position : position - earlier;
        next["nanoseconds"] = static_cast<std::uint64_t>(before->age.count() * 1e9);
    }
    auto not_saved = file.save(now, format_counters(next));
    return {saved_rate(next), std::move(not_saved)};
}

}  // namespace monitoring
