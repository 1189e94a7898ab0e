// mackerel-plugin-ntpq: whether the clock is synchronised, and how far off it is.

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "common/procfs/procfs.hpp"
#include "common/timesync/ask_in_turn.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

using Milliseconds = std::chrono::duration<double, std::milli>;

static constexpr auto kExamples = R"(Examples:
  mackerel-plugin-ntpq                                     # whichever time service answers
  mackerel-plugin-ntpq --source chronyd --with quality     # chronyd must; more metrics
  mackerel-plugin-ntpq --source kernel --boot-grace 10m    # what the kernel was told)";

static std::vector<GraphDef> graphs() {
    return {
        GraphDef("ntpq.synced", "NTP synced remote", "integer", {{"remote", "synced remote"}}),
        GraphDef("ntpq.offset", "NTP offset", "float", {{"seconds", "abs milliseconds"}}, "",
                 "milliseconds"),
        GraphDef("ntpq.stratum", "NTP stratum", "integer", {{"stratum", "stratum"}}, "quality"),
        GraphDef("ntpq.quality", "NTP quality", "milliseconds",
                 {{"jitter", "jitter"},
                  {"root-delay", "root delay"},
                  {"root-dispersion", "root dispersion"}},
                 "quality"),
        GraphDef("ntpq.sources", "NTP sources", "integer",
                 {{"total", "total"}, {"reachable", "reachable"}}, "sources"),
    };
}

/// The groups of graphs that these services have something for.
static Groups groups_told(const TimeServices& services, bool wants_quality) {
    Groups groups;
    if (wants_quality && may_tell_quality(services)) groups.insert("quality");
    if (wants_quality && may_count_sources(services)) groups.insert("sources");
    return groups;
}

/// Whether the host was booted so lately that its clock need not be right yet.
static bool is_booting(Seconds grace) {
    bool is_early = false;
    if (grace.count() > 0) attempt([&] { is_early = ProcFs().uptime() < grace; });
    return is_early;
}

/// The offset in milliseconds, without its sign; but negative where it shall not alert.
static double offset_to_print(Seconds offset, Seconds boot_grace) {
    constexpr double kTooMuchAtAnyTime = 1000;
    const double distance = Milliseconds(std::chrono::abs(offset)).count();
    return distance < kTooMuchAtAnyTime && is_booting(boot_grace) ? -distance : distance;
}

static std::optional<double> in_milliseconds(const std::optional<Seconds>& time) {
    if (!time) return {};
    return Milliseconds(*time).count();
}

static void write_quality(const ClockReport& report, MetricWriter& writer) {
    if (report.is_synchronised) {
        writer.write("ntpq.stratum.stratum", report.stratum);
        writer.write("ntpq.quality.jitter", in_milliseconds(report.jitter));
        writer.write("ntpq.quality.root-delay", in_milliseconds(report.root_delay));
        writer.write("ntpq.quality.root-dispersion", in_milliseconds(report.root_dispersion));
    }
    writer.write("ntpq.sources.total", report.sources);
    writer.write("ntpq.sources.reachable", report.reachable);
}

static void ntpq(const Arguments& arguments, MetricWriter& writer) {
    TimeServices services = time_services_option("auto");
    Seconds boot_grace = std::chrono::minutes(30);
    Groups groups;
    CommandLine cli{"Whether the clock is synchronised, and how far off it is"};
    cli.add_value("--source", services, time_services_option, "auto|chronyd|ntpd|timesyncd|kernel",
                  "Whom to ask (default: auto, the first that answers)");
    cli.add_value(
        "--boot-grace", boot_grace, duration_option, "DURATION",
        "So long after a boot print an offset below 1000 ms negative (default: 30m; 0: never)");
    add_groups(cli, groups, {"quality"});
    cli.footer(kExamples);
    parse(cli, arguments);
    const bool wants_quality = groups.contains("quality");
    if (writer.describe(graphs, groups_told(services, wants_quality))) return;

    const auto answer = ask_in_turn(services, arguments.budget(), wants_quality);
    const auto report = answer.value_or(ClockReport());
    writer.write("ntpq.synced.remote", report.is_synchronised ? 1 : 0);
    if (report.is_synchronised && report.offset) {
        writer.write("ntpq.offset.seconds", offset_to_print(*report.offset, boot_grace));
    }
    if (wants_quality) write_quality(report, writer);
}

int main(int argc, char** argv) { return run_metrics(argc, argv, ntpq); }
