// mackerel-plugin-ntpq: whether the clock is synchronised, and how far off it is.

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "common/procfs/procfs.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/log.hpp"
#include "common/text/text.hpp"
#include "common/timesync/time_services.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

using Groups = std::set<std::string>;
using Services = std::vector<TimeService>;
using Milliseconds = std::chrono::duration<double, std::milli>;

static constexpr auto kExamples = R"(Examples:
  mackerel-plugin-ntpq                                     # whichever time service answers
  mackerel-plugin-ntpq --source chronyd --with quality     # chronyd must; more metrics
  mackerel-plugin-ntpq --source kernel --boot-grace 10m    # what the kernel was told)";

/// The services to ask, in order.
static Services source_option(std::string_view text) {
    if (text == "auto") return {kTimeServices.begin(), kTimeServices.end()};
    std::vector<std::string_view> names = {"auto"};
    for (const auto service : kTimeServices) {
        if (text == name_of(service)) return {service};
        names.push_back(name_of(service));
    }
    throw UsageError(fmt::format("'{}' is not one of {}", text, join(names, ", ")));
}

/// Only what these services can tell.
static std::vector<GraphDef> graphs(const Services& services, const Groups& groups) {
    std::vector<GraphDef> graphs = {
        {"ntpq.synced", "NTP synced remote", "integer", {{"remote", "synced remote"}}},
        {"ntpq.offset", "NTP offset", "float", {{"seconds", "abs milliseconds"}}},
    };
    const auto asks = [&services](TimeService service) {
        return std::find(services.begin(), services.end(), service) != services.end();
    };
    if (!groups.contains("quality") || services == Services{TimeService::kernel}) return graphs;
    graphs.push_back({"ntpq.stratum", "NTP stratum", "integer", {{"stratum", "stratum"}}});
    graphs.push_back({"ntpq.quality",
                      "NTP quality",
                      "milliseconds",
                      {{"jitter", "jitter"},
                       {"root-delay", "root delay"},
                       {"root-dispersion", "root dispersion"}}});
    if (asks(TimeService::chronyd) || asks(TimeService::ntpd)) {
        graphs.push_back({"ntpq.sources",
                          "NTP sources",
                          "integer",
                          {{"total", "total"}, {"reachable", "reachable"}}});
    }
    return graphs;
}

/// The first answer. None, and why on stderr, when nobody answers. A service may use up no more
/// than its share of the time. The kernel goes on calling the clock synchronised for hours after
/// the service that kept it is gone: its word counts only where there is none that could be.
static std::optional<ClockReport> ask(const Services& services, Seconds timeout,
                                      bool wants_quality) {
    const Deadline deadline(timeout);
    auto left = std::count_if(services.begin(), services.end(), may_hang);
    bool is_any_installed = false;
    std::string reasons;
    for (const auto service : services) {
        if (service == TimeService::kernel && is_any_installed) break;
        const auto share = deadline.remaining() / static_cast<double>(std::max(left--, 1L));
        const auto add_reason = [&reasons](const Error& error) {
            reasons += fmt::format("{}{}", reasons.empty() ? "" : "; ", error.what());
        };
        try {
            const auto report = ask_time_service(service, share, wants_quality);
            if (service == TimeService::kernel && !reasons.empty()) {
                warn(fmt::format("no time service is installed, so the kernel is asked ({})",
                                 reasons));
            }
            return report;
        } catch (const NotInstalled& error) {
            add_reason(error);
        } catch (const Error& error) {
            is_any_installed = true;
            add_reason(error);
        }
    }
    warn(fmt::format("no time service answers ({})", reasons));
    return {};
}

/// Whether the host was booted so lately that its clock need not be right yet.
static bool is_booting(Seconds grace) {
    if (grace.count() <= 0) return false;
    try {
        return ProcFs().uptime() < grace;
    } catch (const Error& error) {
        warn(error.what());
        return false;
    }
}

/// The offset in milliseconds, without its sign; but negative where it shall not alert.
static double offset_to_print(Seconds offset, Seconds boot_grace) {
    constexpr double kTooMuchAtAnyTime = 1000;
    const double distance = Milliseconds(std::chrono::abs(offset)).count();
    return distance < kTooMuchAtAnyTime && is_booting(boot_grace) ? -distance : distance;
}

static void write_quality(const ClockReport& report, MetricWriter& writer) {
    const auto write_time = [&writer](std::string_view key, const std::optional<Seconds>& time) {
        if (time) writer.write(key, Milliseconds(*time).count());
    };
    if (report.is_synchronised) {
        if (report.stratum) writer.write("ntpq.stratum.stratum", *report.stratum);
        write_time("ntpq.quality.jitter", report.jitter);
        write_time("ntpq.quality.root-delay", report.root_delay);
        write_time("ntpq.quality.root-dispersion", report.root_dispersion);
    }
    if (report.sources) writer.write("ntpq.sources.total", *report.sources);
    if (report.reachable) writer.write("ntpq.sources.reachable", *report.reachable);
}

static void ntpq(const Arguments& arguments, MetricWriter& writer) {
    Services services = source_option("auto");
    Seconds boot_grace = std::chrono::minutes(30);
    Groups groups;
    CommandLine cli{"Whether the clock is synchronised, and how far off it is"};
    cli.add_value("--source", services, source_option, "auto|chronyd|ntpd|timesyncd|kernel",
                  "Whom to ask (default: auto, the first that answers)");
    cli.add_value(
        "--boot-grace", boot_grace, duration_option, "DURATION",
        "So long after a boot print an offset below 1000 ms negative (default: 30m; 0: never)");
    add_groups(cli, groups, {"quality"});
    cli.footer(kExamples);
    parse(cli, arguments);
    if (MetricWriter::wants_graphs()) return writer.define(graphs(services, groups));

    const bool wants_quality = groups.contains("quality");
    const auto timeout = *arguments.common->timeout * 0.9;
    const auto report = ask(services, timeout, wants_quality).value_or(ClockReport());
    writer.write("ntpq.synced.remote", report.is_synchronised ? 1 : 0);
    if (report.is_synchronised && report.offset) {
        writer.write("ntpq.offset.seconds", offset_to_print(*report.offset, boot_grace));
    }
    if (wants_quality) write_quality(report, writer);
}

int main(int argc, char** argv) { return run_metrics(argc, argv, ntpq); }
