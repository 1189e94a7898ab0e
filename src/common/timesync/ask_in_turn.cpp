#include "common/timesync/ask_in_turn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "common/process/run_command.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/log.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

TimeServices time_services_option(std::string_view text) {
    if (text == "auto") return {kTimeServices.begin(), kTimeServices.end()};
    std::vector<std::string_view> names = {"auto"};
    for (const auto service : kTimeServices) {
        if (text == name_of(service)) return {service};
        names.push_back(name_of(service));
    }
    throw UsageError(fmt::format("'{}' is not one of {}", text, join(names, ", ")));
}

bool may_tell_quality(const TimeServices& services) {
    return std::any_of(services.begin(), services.end(),
                       [](TimeService service) { return service != TimeService::kernel; });
}

bool may_count_sources(const TimeServices& services) {
    return std::any_of(services.begin(), services.end(), [](TimeService service) {
        return service == TimeService::chronyd || service == TimeService::ntpd;
    });
}

std::optional<ClockReport> ask_in_turn(const TimeServices& services, Seconds timeout,
                                       bool wants_quality) {
    const Deadline deadline(timeout);
    auto left = std::count_if(services.begin(), services.end(), may_hang);
    bool is_any_installed = false;
    std::vector<std::string> reasons;
    for (const auto service : services) {
        if (service == TimeService::kernel && is_any_installed) break;
        const auto share = deadline.remaining() / static_cast<double>(std::max(left--, 1L));
        try {
            const auto report = ask_time_service(service, share, wants_quality);
            if (service == TimeService::kernel && !reasons.empty()) {
                warn(fmt::format("no time service is installed, so the kernel is asked ({})",
                                 join(reasons, "; ")));
            }
            return report;
        } catch (const NotInstalled& error) {
            reasons.emplace_back(error.what());
        } catch (const NoProcess&) {
            // Nobody was asked: that is not the word of a service that does not answer.
            throw;
        } catch (const Error& error) {
            is_any_installed = true;
            reasons.emplace_back(error.what());
        }
    }
    warn(fmt::format("no time service answers ({})", join(reasons, "; ")));
    return {};
}

}  // namespace monitoring
