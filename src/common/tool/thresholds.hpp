#pragma once

#include <optional>
#include <string>

#include "common/text/quantity.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

/// A limit that was passed: what follows from it, and how the user wrote it.
struct Breach {
    Status status = Status::unknown;
    std::string limit;
    bool is_below = false;  ///< the value is too small
};

/// The warning and the critical limit of one quantity. CRITICAL is judged first; a limit that was
/// not given never alerts; any pair is accepted. Shares are compared to twelve digits, so that
/// 161 of 1000 is exactly 16.1%.
struct Thresholds {
    std::optional<Limit> warning;
    std::optional<Limit> critical;

    [[nodiscard]] bool is_given() const { return warning || critical; }

    /// The limit for a status as the user wrote it; empty when there is none.
    [[nodiscard]] std::string text_of(Status status) const;

    /// The limit that the value is less than. `whole` is what 100% of a limit in percent is.
    [[nodiscard]] std::optional<Breach> below(double value, double whole = 0) const;

    /// The limit that the value is greater than.
    [[nodiscard]] std::optional<Breach> above(double value, double whole = 0) const;

    /// The limit that the value equals or is greater than.
    [[nodiscard]] std::optional<Breach> at_least(double value, double whole = 0) const;
};

/// The limits of a quantity that may be too small as well as too large.
struct Bounds {
    Thresholds under;
    Thresholds over;

    [[nodiscard]] bool is_given() const { return under.is_given() || over.is_given(); }

    /// The limit that the value is beyond: the worse one when it is beyond both, which limits can
    /// ask for, and of two that are as bad the lower one.
    [[nodiscard]] std::optional<Breach> beyond(double value) const;
};

/// The measure with the ranges that these limits leave. `whole` is what 100% of a limit in percent
/// is.
[[nodiscard]] Measure within(Measure measure, const Bounds& bounds, double whole = 0);

}  // namespace monitoring
