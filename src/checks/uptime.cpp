// check-uptime: alerts after an unexpected reboot, or when a host has been up for too long.

#include <fmt/format.h>
#include <time.h>

#include <array>

#include "common/calendar/local_time.hpp"
#include "common/procfs/procfs.hpp"
#include "common/runtime/log.hpp"
#include "common/state/counters.hpp"
#include "common/state/state.hpp"
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

/// A moment as in "2026-11-22 09:18:03 +0900", in local time where that can be told; else in UTC,
/// and why.
struct LocalMoment {
    explicit LocalMoment(time_t time) {
        tm parts{};
        try {
            const LocalZone zone("");
            parts = local_time(time);
        } catch (const Error& error) {
            gmtime_r(&time, &parts);
            trouble = fmt::format(" (local time is not known: {})", error.what());
        }
        std::array<char, 64> buffer{};
        text = {buffer.data(),
                strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M:%S %z", &parts)};
    }

    std::string text;
    std::string trouble;
};

/// The verdict on the uptime alone.
static Verdict judge_uptime(std::int64_t uptime, const Bounds& limits) {
    const auto state = format_uptime(uptime);
    const auto breach = limits.beyond(static_cast<double>(uptime));
    if (!breach) return {Status::ok, state, ""};
    return {breach->status,
            fmt::format("uptime is {} than {} | {}", breach->is_below ? "less" : "more",
                        breach->limit, state),
            ""};
}

/// What the last run left: its uptime and the last reboot that was found, if any; empty for none.
static Counters read_memory(const std::optional<StoredState>& memory) {
    if (!memory) return {};
    auto counters = parse_counters(memory->content);
    if (counters && counters->contains("uptime")) return *std::move(counters);
    warn("ignoring the state of the last run: it holds no uptime");
    return {};
}

/// Adds a reboot to what the last run left, if there was one. A container has the boot_id of its
/// host: its restart shows in the uptime, where that is its own, as lxcfs makes it. What an uptime
/// goes down by without a restart is the rounding of two clocks.
static void look_for_reboot(const Stamp& before, const Stamp& now, std::uint64_t uptime,
                            Counters& counters) {
    constexpr std::uint64_t kMinute = 60;
    const auto was_up = counters.at("uptime");
    if (before.boot_id == now.boot_id && uptime + kMinute >= was_up) return;
    counters["was_up"] = was_up;
    counters["found_at_ns"] = static_cast<std::uint64_t>(now.boot_time_ns);
}

/// Turns the verdict into one on a reboot, if there was one that is not yet forgotten. Only the
/// name of the boot counts: a clock that is wrong after booting must not hide the reboot.
static void judge_reboot(const ProcFs& proc, const RebootOptions& options, std::int64_t uptime,
                         Verdict& verdict) {
    const Stamp now = stamp_now(proc);
    if (now.boot_id.empty()) {
        throw Error(fmt::format("cannot open {}: no such file, and --on-reboot needs it",
                                proc.path("sys/kernel/random/boot_id")));
    }
    const StateFile file("check-uptime", {"on-reboot", std::string(status_name(*options.status))});
    const auto up = static_cast<std::uint64_t>(uptime);
    const auto last_run = file.load();
    Counters memory = read_memory(last_run);
    const bool is_first = memory.empty();
    if (!is_first) look_for_reboot(last_run->taken_at, now, up, memory);
    memory["uptime"] = up;
    verdict.note = not_saved_note(file.save(now, format_counters(memory)));
    if (is_first && options.is_alone) doubt_without_memory(verdict);

    const auto found_at = memory.find("found_at_ns");
    const auto was_up = memory.find("was_up");
    if (found_at == memory.end() || was_up == memory.end()) return;
    const Seconds since(static_cast<double>(now.boot_time_ns) * 1e-9 -
                        static_cast<double>(found_at->second) * 1e-9);
    if (since.count() < 0 || since >= options.hold) return;
    if (severity(*options.status) < severity(verdict.status)) return;
    verdict.status = *options.status;
    const LocalMoment booted(time(nullptr) - uptime);
    verdict.message =
        fmt::format("rebooted at {} (was up {}) | {}{}", booted.text, format_span(was_up->second),
                    format_uptime(uptime), booted.trouble);
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
