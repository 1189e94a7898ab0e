#include "common/tool/thresholds.hpp"

#include <cmath>
#include <cstdint>
#include <functional>

namespace monitoring {

template <typename IsPassed>
static std::optional<Breach> first_breach(const Thresholds& limits, double value, double whole,
                                          IsPassed is_passed) {
    const auto passes = [&](const std::optional<Limit>& limit) {
        if (!limit) return false;
        if (!limit->is_percentage) return is_passed(value, limit->value);
        // 16.1% of 1000 is 161 and not a bit more, though no double is exactly 16.1.
        const double hundredfold = value * 100;
        const double share = limit->value * whole;
        const bool is_same = std::abs(hundredfold - share) <= 1e-12 * share;
        return is_passed(hundredfold, is_same ? hundredfold : share);
    };
    if (passes(limits.critical)) return Breach{Status::critical, limits.critical->text};
    if (passes(limits.warning)) return Breach{Status::warning, limits.warning->text};
    return {};
}

std::string Thresholds::text_of(Status status) const {
    const auto& limit = status == Status::critical ? critical : warning;
    return limit ? limit->text : "";
}

std::optional<Breach> Thresholds::below(double value, double whole) const {
    auto breach = first_breach(*this, value, whole, std::less<>());
    if (breach) breach->is_below = true;
    return breach;
}

std::optional<Breach> Thresholds::above(double value, double whole) const {
    return first_breach(*this, value, whole, std::greater<>());
}

std::optional<Breach> Thresholds::at_least(double value, double whole) const {
    return first_breach(*this, value, whole, std::greater_equal<>());
}

/// The limit as a number; empty where there is none. A share is rounded down to a whole one, which
/// is what is counted, unless it is a whole one but for what doubles cannot hold.
static std::optional<double> resolved(const std::optional<Limit>& limit, double whole) {
    if (!limit || !limit->is_percentage) return limit ? std::optional(limit->value) : std::nullopt;
    const double share = limit->value * whole / 100;
    // From there on a double has no fraction, nor an integer room for it.
    static constexpr double kMaxWithFraction = 1e15;
    if (share > kMaxWithFraction) return share;
    return static_cast<double>(static_cast<std::int64_t>(share * (1 + 1e-12)));
}

Measure within(Measure measure, const Bounds& bounds, double whole) {
    measure.warning = {resolved(bounds.under.warning, whole), resolved(bounds.over.warning, whole)};
    measure.critical = {resolved(bounds.under.critical, whole),
                        resolved(bounds.over.critical, whole)};
    return measure;
}

std::optional<Breach> Bounds::beyond(double value) const {
    auto less = under.below(value);
    auto more = over.above(value);
    if (!less || !more) return less ? less : more;
    return severity(less->status) >= severity(more->status) ? less : more;
}

}  // namespace monitoring
