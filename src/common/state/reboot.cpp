#include "common/state/reboot.hpp"

#include "common/state/counters.hpp"

namespace monitoring {

/// What an uptime goes down by without a restart is the rounding of two clocks.
static constexpr std::uint64_t kRounding = 60;

/// What the last run left: its uptime, and the last reboot that was found if there was one; empty
/// for none.
static Counters read_last_run(const std::optional<StoredState>& last_run) {
    if (!last_run) return {};
    auto counters = parse_counters(last_run->content);
    if (counters && counters->contains("uptime")) return *std::move(counters);
    warn_of_damage("uptime");
    return {};
}

static std::optional<Reboot> last_reboot(const Counters& memory, const Stamp& now) {
    const auto found_at = memory.find("found_at_ns");
    const auto was_up = memory.find("was_up");
    if (found_at == memory.end() || was_up == memory.end()) return {};
    const Seconds found_ago(static_cast<double>(now.boot_time_ns) * 1e-9 -
                            static_cast<double>(found_at->second) * 1e-9);
    if (found_ago.count() < 0) return {};
    return Reboot{was_up->second, found_ago};
}

RebootSearch look_for_reboot(const StateFile& file, const Stamp& now, std::uint64_t uptime) {
    const auto last_run = file.load();
    Counters memory = read_last_run(last_run);
    RebootSearch search{.is_first = memory.empty(), .last = {}, .not_saved = ""};
    const auto was_up = search.is_first ? 0 : memory.at("uptime");
    if (!search.is_first &&
        (last_run->taken_at.boot_id != now.boot_id || uptime + kRounding < was_up)) {
        memory["was_up"] = was_up;
        memory["found_at_ns"] = static_cast<std::uint64_t>(now.boot_time_ns);
    }
    memory["uptime"] = uptime;
    search.not_saved = file.save(now, format_counters(memory));
    search.last = last_reboot(memory, now);
    return search;
}

}  // namespace monitoring
