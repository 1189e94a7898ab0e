#include "common/calendar/time_zone.hpp"

#include <algorithm>

namespace monitoring {

ZoneClock TimeZone::clock_of(std::size_t type) const {
    const auto& [offset, is_daylight_saving, name] = types_[type];
    return {offset, is_daylight_saving, names_.c_str() + name};
}

ZoneClock TimeZone::at(std::int64_t moment) const {
    const auto next = std::upper_bound(
        changes_.begin(), changes_.end(), moment,
        [](std::int64_t when, const Change& change) { return when < change.moment; });
    if (next == changes_.end() && rule_) return rule_->at(moment);
    return clock_of(next == changes_.begin() ? 0 : std::prev(next)->type);
}

std::pair<std::int32_t, bool> TimeZone::leap_seconds_at(std::int64_t moment) const {
    for (std::size_t i = leap_seconds_.size(); i-- > 0;) {
        const auto& [when, sum] = leap_seconds_[i];
        if (when > moment) continue;
        const auto before = i == 0 ? 0 : leap_seconds_[i - 1].sum;
        return {sum, when == moment && sum > before};
    }
    return {0, false};
}

}  // namespace monitoring
