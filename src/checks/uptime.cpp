// check-uptime: alerts after an unexpected reboot, or when a host has been up for too long.

#include <fmt/format.h>
#include <time.h>

#include "common/calendar/local_time.hpp"
#include "common/procfs/procfs.hpp"
#include "common/state/reboot.hpp"
#include "common/tool/check.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  check-uptime -w 600                            # booted in the last ten minutes
  check-uptime -w 10m -c 5m -W 180d              # ... or not for half a year
  check-uptime --on-reboot critical --hold 1h    # every reboot, reported for an hour)";

/// What the user wants to know about reboots.
struct RebootOptions {
    std::optional<Status> status;
    Seconds hold = std::chrono::minutes(10);
    bool is_alone = false;  ///< there are no limits
};

static std::string format_uptime(std::int64_t seconds) {
    return fmt::format("up {} days, {:>2}:{:02}", seconds / 86400, seconds / 3600 % 24,
                       seconds / 60 % 60);
}

/// "41 days", or hours or minutes where that says more.
static std::string format_span(std::uint64_t seconds) {
    constexpr std::uint64_t kHour = 3600;
    constexpr std::uint64_t kDay = 24 * kHour;
    if (seconds >= 2 * kDay) return fmt::format("{} days", seconds / kDay);
    if (seconds >= 2 * kHour) return fmt::format("{} hours", seconds / kHour);
    return fmt::format("{} minutes", seconds / 60);
}

/// The verdict on the uptime alone.
static Verdict judge_uptime(std::int64_t uptime, const Bounds& limits) {
    const auto state = format_uptime(uptime);
    const auto value = static_cast<double>(uptime);
    const auto breach = limits.beyond(value);
    Verdict verdict{Status::ok, state, "", {within({"uptime", value, "s", 0}, limits)}};
    if (!breach) return verdict;
    verdict.status = breach->status;
    verdict.message = fmt::format("uptime is {} than {} | {}", breach->is_below ? "less" : "more",
                                  breach->limit, state);
    return verdict;
}

/// Turns the verdict into one on a reboot, if there was one that is not yet forgotten.
static void judge_reboot(const ProcFs& proc, const RebootOptions& options, std::int64_t uptime,
                         Verdict& verdict) {
    const Stamp now = stamp_now(proc);
    if (now.boot_id.empty()) {
        throw Error(fmt::format("cannot open {}: no such file, and --on-reboot needs it",
                                proc.path("sys/kernel/random/boot_id")));
    }
    const StateFile file("check-uptime", {"on-reboot", std::string(status_name(*options.status))});
    const auto [is_first, reboot, not_saved] =
        look_for_reboot(file, now, static_cast<std::uint64_t>(uptime));
    verdict.note = not_saved_note(not_saved);
    if (is_first && options.is_alone) doubt_without_memory(verdict);

    if (!reboot || reboot->found_ago >= options.hold) return;
    if (severity(*options.status) < severity(verdict.status)) return;
    verdict.status = *options.status;
    const auto [booted_at, trouble] = format_moment(time(nullptr) - uptime);
    verdict.message = fmt::format("rebooted at {} (was up {}) | {}", booted_at,
                                  format_span(reboot->was_up), format_uptime(uptime));
    if (!trouble.empty()) {
        verdict.message += fmt::format(" (local time is not known: {})", trouble);
    }
}

static Verdict check_uptime(const Arguments& arguments) {
    Bounds limits;
    RebootOptions reboot;
    CommandLine cli{"Alert when a host was booted a short or a long time ago"};
    add_bounds(cli, limits, duration_limit_option,
               {.warning_names = "-w,--warning,--warning-under",
                .critical_names = "-c,--critical,--critical-under",
                .type = "DURATION",
                .condition = "the host has been up for less than that"},
               "the host has been up for more than that");
    const auto on_reboot = cli.add_value("--on-reboot", reboot.status, status_option, "STATUS",
                                         "Report a reboot since the last run with that status");
    cli.add_value("--hold", reboot.hold, duration_option, "DURATION",
                  "... for so long after it was found (default: 10m)")
        .needs(on_reboot);
    cli.originals({"w", "c"});
    cli.require_one_of({"-w", "-c", "-W", "-C", "--on-reboot"});
    cli.footer(kExamples);
    parse(cli, arguments);
    reboot.is_alone = !limits.is_given();

    if (reboot.hold.count() <= 0) {
        throw UsageError("--hold 0 would never report a reboot (see --help)");
    }

    const ProcFs proc;
    const auto uptime = static_cast<std::int64_t>(proc.uptime().count());
    Verdict verdict = judge_uptime(uptime, limits);
    if (reboot.status) judge_reboot(proc, reboot, uptime, verdict);
    return verdict;
}

int main(int argc, char** argv) { return run_check(argc, argv, check_uptime); }
