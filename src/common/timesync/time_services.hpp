#pragma once

#include <array>
#include <string_view>

#include "common/text/error.hpp"
#include "common/timesync/clock_report.hpp"

namespace monitoring {

/// Who may know whether this host's clock is right.
enum class TimeService { chronyd, ntpd, timesyncd, kernel };

/// All of them, the best informed first.
inline constexpr std::array kTimeServices = {TimeService::chronyd, TimeService::ntpd,
                                             TimeService::timesyncd, TimeService::kernel};

/// "chronyd", "ntpd", "timesyncd" or "kernel".
[[nodiscard]] std::string_view name_of(TimeService service);

/// Whether its answer has to be waited for.
[[nodiscard]] bool may_hang(TimeService service);

/// The Error of a service that this host does not have.
class NotInstalled : public Error {
    using Error::Error;
};

/// Asks it, by the program that comes with it: chronyc, ntpq or timedatectl. Asks for its quality
/// (stratum, jitter, root delay and dispersion) only where that is wanted. Throws NotInstalled
/// where there is no such service, and Error when it gives no answer within our timeout, or none
/// that can be understood.
[[nodiscard]] ClockReport ask_time_service(TimeService service, Seconds timeout,
                                           bool wants_quality);

}  // namespace monitoring
