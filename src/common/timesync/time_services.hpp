#pragma once

#include <array>
#include <string_view>

#include "common/text/error.hpp"
#include "common/timesync/clock_report.hpp"

namespace monitoring {

/// The services that may keep this host's clock.
enum class TimeService { chronyd, ntpd, timesyncd, kernel };

/// All of them, the one with the most detailed report first.
inline constexpr std::array kTimeServices = {TimeService::chronyd, TimeService::ntpd,
                                             TimeService::timesyncd, TimeService::kernel};

/// "chronyd", "ntpd", "timesyncd" or "kernel".
[[nodiscard]] std::string_view name_of(TimeService service);

/// Whether asking it may take time.
[[nodiscard]] bool may_hang(TimeService service);

/// The Error of a service that this host does not have.
class NotInstalled : public Error {
    using Error::Error;
};

/// Asks it, with chronyc, ntpq or timedatectl. Asks for stratum, jitter, root delay and dispersion
/// only if `wants_quality`. Throws NotInstalled without such a service, and Error when it does not
/// answer within the timeout, or when the answer cannot be parsed.
[[nodiscard]] ClockReport ask_time_service(TimeService service, Seconds timeout,
                                           bool wants_quality);

}  // namespace monitoring
