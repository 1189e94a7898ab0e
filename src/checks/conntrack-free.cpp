// check-conntrack-free: alerts when few entries of the connection tracking table are free.

#include <fmt/format.h>

#include "common/netfilter/conntrack_statistics.hpp"
#include "common/procfs/procfs.hpp"
#include "common/state/counters.hpp"
#include "common/tool/check.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  check-conntrack-free -w 20% -c 10%                    # by the share that is free
  check-conntrack-free -w 10000 -c 1000 --missing ok    # by number; fine where nothing is tracked
  check-conntrack-free -c 5% --max-drops 0              # also when entries had to be dropped)";

/// The verdict on the entries that are free.
static Verdict judge_free(const Conntrack& conntrack, const Thresholds& limits) {
    if (conntrack.max == 0) {
        return {Status::ok,
                fmt::format("free:unlimited max:0 count:{}", conntrack.count),
                "",
                {{"count", static_cast<double>(conntrack.count), "", 0}}};
    }
    const auto state =
        fmt::format("free:{} max:{} count:{}", conntrack.free(), conntrack.max, conntrack.count);
    const auto free = static_cast<double>(conntrack.free());
    const auto max = static_cast<double>(conntrack.max);
    const auto breach = limits.below(free, max);
    Verdict verdict{Status::ok, state, "", {within({"free", free, "", 0, max}, {limits, {}}, max)}};
    verdict.measures.push_back({"count", static_cast<double>(conntrack.count), "", 0, max});
    if (!breach) return verdict;
    verdict.status = breach->status;
    verdict.message = fmt::format("free nf_conntrack < {} | {}", breach->limit, state);
    return verdict;
}

/// What was dropped since the host was booted. Empty, and said in the verdict, when nobody knows:
/// that hides no alert on the free entries.
static std::optional<std::uint64_t> read_drops(const ProcFs& proc, Seconds timeout,
                                               Verdict& verdict) {
    auto why = fmt::format("no {}", proc.path("net/stat/nf_conntrack"));
    try {
        if (const auto drops = proc.conntrack_drops()) return drops;
    } catch (const Error& error) {
        if (verdict.status == Status::ok) throw;
        why = error.what();
    }
    try {
        // A copy of a /proc may be another host's.
        if (proc.is_live()) return ask_conntrack_drops(timeout);
    } catch (const Error& error) {
        why += fmt::format(", and {}", error.what());
    }
    verdict.note = fmt::format(" (drops not known: {})", why);
    return {};
}

/// Adds to the verdict what was dropped since the last run. `is_alone`: there is no other limit.
static void judge_drops(const ProcFs& proc, const Limit& limit, bool is_alone, Seconds timeout,
                        Verdict& verdict) {
    // Locked before the counters are read, lest another run saves older ones afterwards.
    const StateFile file("check-conntrack-free", {"drops"});
    const auto drops = read_drops(proc, timeout, verdict);
    if (!drops) return;
    const auto exchange = exchange_counters(file, stamp_now(proc), {{"drops", *drops}});
    verdict.note = not_saved_note(exchange.not_saved);
    const auto dropped = exchange.change ? exchange.change->growth("drops") : std::nullopt;
    if (!dropped) {
        if (is_alone) doubt_without_memory(verdict);
        return;
    }
    verdict.measures.push_back(
        within({"dropped", static_cast<double>(*dropped), "", 0}, {{}, {limit, {}}}));
    if (static_cast<double>(*dropped) > limit.value && verdict.status == Status::ok) {
        verdict.status = Status::warning;
        verdict.message =
            fmt::format("dropped nf_conntrack > {} | {}", limit.text, verdict.message);
    }
    verdict.message += fmt::format(" dropped:{}", *dropped);
}

static Verdict check_conntrack_free(const Arguments& arguments) {
    Thresholds limits;
    std::optional<Limit> max_drops;
    Status missing = Status::unknown;
    CommandLine cli{"Alert when few connection tracking entries are free"};
    add_thresholds(cli, limits, count_limit_option,
                   {.type = "N|N%", .condition = "fewer entries are free"});
    cli.add_value("--max-drops", max_drops, number_limit_option, "N",
                  "WARNING when the kernel dropped more entries since the last run");
    cli.add_value("--missing", missing, status_option, "STATUS",
                  "Without connection tracking in the kernel (default: unknown)");
    cli.originals({"w", "c"});
    cli.require_one_of({"-w", "-c", "--max-drops"});
    cli.footer(kExamples);
    parse(cli, arguments);

    const ProcFs proc;
    const auto conntrack = proc.conntrack();
    proc.require_network_of_host();
    if (!conntrack) {
        return {missing,
                fmt::format("nf_conntrack is not loaded (no {})",
                            proc.path("sys/net/netfilter/nf_conntrack_count")),
                ""};
    }
    Verdict verdict = judge_free(*conntrack, limits);
    if (max_drops) {
        judge_drops(proc, *max_drops, !limits.is_given(), *arguments.common->timeout / 2, verdict);
    }
    return verdict;
}

int main(int argc, char** argv) { return run_check(argc, argv, check_conntrack_free); }
