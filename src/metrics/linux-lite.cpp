// mackerel-plugin-linux-lite: memory, load, process and CPU metrics of a Linux host.

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "common/procfs/procfs.hpp"
#include "common/state/counters.hpp"
#include "common/state/cpu_usage.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  mackerel-plugin-linux-lite                                               # the usual metrics
  mackerel-plugin-linux-lite --with memavailable,load,states,psi,listen    # all there are
  mackerel-plugin-linux-lite --metric-key-prefix web-lite                  # under web-lite)";

static std::vector<GraphDef> graphs() {
    std::vector<MetricDef> cpu;
    for (auto name = CpuTimes::kNames.rbegin(); name != CpuTimes::kNames.rend(); ++name) {
        cpu.push_back({fmt::format("cpu-{}", *name), std::string(*name), true});
    }
    return {
        GraphDef("linux-lite.memory", "LinuxLite Available memory", "bytes",
                 {{"avail", "available memory"},
                  {"kernel-avail", "available memory by the kernel", false, "memavailable"}}),
        GraphDef("linux-lite.loadavg", "LinuxLite Load Average per CPU", "float",
                 {{"per-cpu", "load average"},
                  {"per-cpu-5", "5 minutes", false, "load"},
                  {"per-cpu-15", "15 minutes", false, "load"}}),
        GraphDef("linux-lite.process", "LinuxLite Number of Processes", "integer",
                 {{"all", "all"},
                  {"running", "running"},
                  {"blocked", "blocked", false, "states"},
                  {"zombie", "zombie", false, "states"}}),
        GraphDef("linux-lite.cpu-usage", "LinuxLite CPU Usage max 100%", "float", cpu, "",
                 "percentage"),
        GraphDef("linux-lite.psi", "LinuxLite Pressure of the last minute", "percentage",
                 {{"cpu-some", "cpu some"},
                  {"cpu-full", "cpu full"},
                  {"memory-some", "memory some"},
                  {"memory-full", "memory full"},
                  {"io-some", "io some"},
                  {"io-full", "io full"}},
                 "psi"),
        GraphDef("linux-lite.listen", "LinuxLite Full listen queues /sec", "float",
                 {{"overflows", "overflows"}, {"drops", "drops"}}, "listen", "per-second"),
    };
}

static void report_memory(const ProcFs& proc, const Groups& groups, MetricWriter& writer) {
    const MemInfo memory = proc.meminfo();
    const auto need = [&proc](const char* key, const std::optional<std::uint64_t>& value) {
        if (!value) throw Error(fmt::format("{} lacks {}", proc.path("meminfo"), key));
        return *value;
    };
    attempt([&] {
        const auto free = need("MemFree", memory.free);
        const auto cached = need("Cached", memory.cached);
        writer.write("linux-lite.memory.avail", free + cached + need("Inactive", memory.inactive));
    });
    if (!groups.contains("memavailable")) return;
    writer.write("linux-lite.memory.kernel-avail", need("MemAvailable", memory.available));
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

static void report_pressure(const ProcFs& proc, const std::string& resource, MetricWriter& writer) {
    const Pressure pressure = proc.pressure(resource);
    writer.write("linux-lite.psi." + resource + "-some", pressure.some);
    writer.write("linux-lite.psi." + resource + "-full", pressure.full);
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

/// The load, and what is measured between two runs.
static void report_changes(const ProcFs& proc, const Groups& groups, const std::string& prefix,
                           MetricWriter& writer) {
    // Locked before the counters are read, lest another run saves older ones afterwards.
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
    const auto change = change_since_last_run(*file, stamp_now(proc), counters);
    if (!change) return;
    attempt([&] {
        for (const auto& [state, percent] : cpu_shares(*change, proc)) {
            writer.write(fmt::format("linux-lite.cpu-usage.cpu-{}", state), percent);
        }
    });
    writer.write("linux-lite.listen.overflows", change->rate("listen-overflows"));
    writer.write("linux-lite.listen.drops", change->rate("listen-drops"));
}

static void linux_lite(const Arguments& arguments, MetricWriter& writer) {
    Groups groups;
    CommandLine cli{"Memory, load, process and CPU metrics of a Linux host"};
    add_groups(cli, groups, {"memavailable", "load", "states", "psi", "listen"});
    cli.footer(kExamples);
    parse(cli, arguments);
    if (writer.describe(graphs, groups)) return;

    const ProcFs proc;
    attempt([&] { report_memory(proc, groups, writer); });
    attempt([&] { report_processes(proc, groups, writer); });
    if (groups.contains("psi")) {
        for (const std::string resource : {"cpu", "memory", "io"}) {
            attempt([&] { report_pressure(proc, resource, writer); });
        }
    }
    report_changes(proc, groups, arguments.common->metric_key_prefix, writer);
}

int main(int argc, char** argv) { return run_metrics(argc, argv, linux_lite); }
