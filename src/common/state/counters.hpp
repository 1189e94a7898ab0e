#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "common/state/state.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// Counters that only grow, by their names.
using Counters = std::map<std::string, std::uint64_t, std::less<>>;

/// Counters as a state file holds them: a line "name value" each.
[[nodiscard]] std::string format_counters(const Counters& counters);

/// The reverse; empty when the text is anything else.
[[nodiscard]] std::optional<Counters> parse_counters(std::string_view text);

/// What counters did between two runs.
struct CounterChange {
    Seconds elapsed{};
    Counters before;
    Counters now;

    /// By how much a counter grew. Empty when it went down, or was not known before.
    [[nodiscard]] std::optional<std::uint64_t> growth(std::string_view name) const;

    /// The growth a second. Empty also when no time has passed.
    [[nodiscard]] std::optional<double> rate(std::string_view name) const;
};

/// The change since the last run, which is empty at the first run, after a reboot and when a clock
/// went back; and why the new counters could not be kept for the next run, if so.
struct CounterExchange {
    std::optional<CounterChange> change;
    std::string not_saved;
};

/// Replaces the counters of the last run by these.
[[nodiscard]] CounterExchange exchange_counters(const StateFile& file, const Stamp& now,
                                                const Counters& counters);

/// The same for a tool without a line to add a note to: says on stderr why they were not kept.
[[nodiscard]] std::optional<CounterChange> change_since_last_run(const StateFile& file,
                                                                 const Stamp& now,
                                                                 const Counters& counters);

}  // namespace monitoring
