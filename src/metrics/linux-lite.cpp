// mackerel-plugin-linux-lite: memory, load, process and CPU metrics of a Linux host.

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "common/procfs/procfs.hpp"
#include "common/runtime/log.hpp"
#include "common/state/counters.hpp"
#include "common/state/cpu_usage.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

using Groups = std::set<std::string>;

static constexpr auto kExamples = R"(Examples:
  mackerel-plugin-linux-lite                                               # the usual metrics
  mackerel-plugin-linux-lite --with memavailable,load,states,psi,listen    # all there are
  mackerel-plugin-linux-lite --metric-key-prefix web-lite                  # under web-lite)";

/// The metrics that always stand in their graph and those that a group adds to it.
static std::vector<MetricDef> with(std::vector<MetricDef> metrics, bool is_chosen,
                                   const std::vector<MetricDef>& more) {
    if (is_chosen) metrics.insert(metrics.end(), more.begin(), more.end());
    return metrics;
}

static std::vector<GraphDef> graphs(const Groups& groups) {
    std::vector<MetricDef> cpu;
    for (auto name = CpuTimes::kNames.rbegin(); name != CpuTimes::kNames.rend(); ++name) {
        cpu.push_back({fmt::format("cpu-{}", *name), std::string(*name), true});
    }
    std::vector<GraphDef> graphs = {
        {"linux-lite.memory", "LinuxLite Available memory", "bytes",
         with({{"avail", "available memory"}}, groups.contains("memavailable"),
              {{"kernel-avail", "available memory by the kernel"}})},
        {"linux-lite.loadavg", "LinuxLite Load Average per CPU", "float",
         with({{"per-cpu", "load average"}}, groups.contains("load"),
              {{"per-cpu-5", "5 minutes"}, {"per-cpu-15", "15 minutes"}})},
        {"linux-lite.process", "LinuxLite Number of Processes", "integer",
         with({{"all", "all"}, {"running", "running"}}, groups.contains("states"),
              {{"blocked", "blocked"}, {"zombie", "zombie"}})},
        {"linux-lite.cpu-usage", "LinuxLite CPU Usage max 100%", "float", cpu},
    };
    if (groups.contains("psi")) {
        GraphDef psi{"linux-lite.psi", "LinuxLite Pressure of the last minute", "percentage", {}};
        for (const std::string resource : {"cpu", "memory", "io"}) {
            for (const auto* const who : {"some", "full"}) {
                psi.metrics.push_back({resource + "-" + who, resource + " " + who});
            }
        }
        graphs.push_back(psi);
    }
    if (groups.contains("listen")) {
        graphs.push_back({"linux-lite.listen",
                          "LinuxLite Full listen queues /sec",
                          "float",
                          {{"overflows", "overflows"}, {"drops", "drops"}}});
    }
    return graphs;
}

static void report_memory(const ProcFs& proc, const Groups& groups, MetricWriter& writer) {
    const MemInfo memory = proc.meminfo();
    if (memory.free && memory.cached && memory.inactive) {
        writer.write("linux-lite.memory.avail", *memory.free + *memory.cached + *memory.inactive);
    } else {
        const auto* const key = !memory.free ? "MemFree" : memory.cached ? "Inactive" : "Cached";
        warn(fmt::format("{} lacks {}", proc.path("meminfo"), key));
    }
    if (!groups.contains("memavailable")) return;
    if (memory.available) {
        writer.write("linux-lite.memory.kernel-avail", *memory.available);
    } else {
        warn(fmt::format("{} lacks MemAvailable", proc.path("meminfo")));
    }
}

static void report_load(const ProcFs& proc, unsigned processors, const Groups& groups,
                        MetricWriter& writer) {
    if (processors == 0) throw Error(fmt::format("{} names no CPU", proc.path("stat")));
    const LoadAverage load = proc.loadavg();
    writer.write("linux-lite.loadavg.per-cpu", load.one / processors);
    if (!groups.contains("load")) return;
    writer.write("linux-lite.loadavg.per-cpu-5", load.five / processors);
    writer.write("linux-lite.loadavg.per-cpu-15", load.fifteen / processors);
}

static void report_processes(const ProcFs& proc, const Groups& groups, MetricWriter& writer) {
    const ProcessCount processes = proc.processes();
    writer.write("linux-lite.process.all", processes.all);
    if (processes.unreadable > 0) {
        throw Error(fmt::format("the state of {} processes is hidden from this user (hidepid)",
                                processes.unreadable));
    }
    writer.write("linux-lite.process.running", processes.running);
    if (!groups.contains("states")) return;
    writer.write("linux-lite.process.blocked", processes.blocked);
    writer.write("linux-lite.process.zombie", processes.zombie);
}

static void report_pressure(const ProcFs& proc, std::string_view resource, MetricWriter& writer) {
    const Pressure pressure = proc.pressure(resource);
    for (const auto& [who, share] : {std::pair{"some", pressure.some}, {"full", pressure.full}}) {
        if (share) writer.write(fmt::format("linux-lite.psi.{}-{}", resource, who), *share);
    }
}

/// The share of every CPU state since the last run, in percent.
static void report_cpu_usage(const ProcFs& proc, const CounterChange& change,
                             MetricWriter& writer) {
    auto times = cpu_times_in(change);
    std::uint64_t total = 0;
    for (auto& [state, ticks] : times) {
        // Virtual machines report far too much steal just after boot.
        if (state == "steal" && ticks > 0 && proc.uptime() < std::chrono::minutes(3)) ticks = 0;
        total += ticks;
    }
    if (total == 0) return;
    for (const auto& [state, ticks] : times) {
        writer.write(fmt::format("linux-lite.cpu-usage.cpu-{}", state),
                     static_cast<double>(ticks) * 100 / static_cast<double>(total));
    }
}

static void report_listen(const CounterChange& change, MetricWriter& writer) {
    for (const auto* const name : {"overflows", "drops"}) {
        const auto rate = change.rate(fmt::format("listen-{}", name));
        if (rate) writer.write(fmt::format("linux-lite.listen.{}", name), *rate);
    }
}

/// Runs one part of the report; where that is not possible the others still count.
template <typename Report>
static void attempt(Report report) {
    try {
        report();
    } catch (const Error& error) {
        warn(error.what());
    }
}

/// The load, and what is measured between two runs.
static void report_changes(const ProcFs& proc, const Groups& groups, const std::string& prefix,
                           MetricWriter& writer) {
    // Locked before the counters are read, lest another run saves older ones behind ours.
    std::optional<StateFile> file;
    attempt([&] { file.emplace("mackerel-plugin-linux-lite", std::vector{prefix}); });
    Counters counters;
    attempt([&] {
        const CpuTimes times = proc.stat();
        counters = cpu_counters(times);
        report_load(proc, times.processors, groups, writer);
    });
    if (groups.contains("listen")) {
        attempt([&] {
            const ListenCounters listen = proc.netstat();
            counters["listen-overflows"] = listen.overflows;
            counters["listen-drops"] = listen.drops;
        });
    }
    if (!file) return;
    const auto exchange = exchange_counters(*file, stamp_now(proc), counters);
    if (!exchange.not_saved.empty()) warn("state not saved: " + exchange.not_saved);
    if (!exchange.change) return;
    attempt([&] { report_cpu_usage(proc, *exchange.change, writer); });
    report_listen(*exchange.change, writer);
}

static void linux_lite(const Arguments& arguments, MetricWriter& writer) {
    Groups groups;
    CommandLine cli{"Memory, load, process and CPU metrics of a Linux host"};
    add_groups(cli, groups, {"memavailable", "load", "states", "psi", "listen"});
    cli.footer(kExamples);
    parse(cli, arguments);
    if (MetricWriter::wants_graphs()) return writer.define(graphs(groups));

    const ProcFs proc;
    attempt([&] { report_memory(proc, groups, writer); });
    attempt([&] { report_processes(proc, groups, writer); });
    if (groups.contains("psi")) {
        for (const auto* const resource : {"cpu", "memory", "io"}) {
            attempt([&] { report_pressure(proc, resource, writer); });
        }
    }
    report_changes(proc, groups, arguments.common->metric_key_prefix, writer);
}

int main(int argc, char** argv) { return run_metrics(argc, argv, linux_lite); }
