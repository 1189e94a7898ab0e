#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/text/quantity.hpp"

namespace monitoring {

/// /proc/stat: the time all CPUs together spent in each state since boot, in clock ticks.
struct CpuTimes {
    /// The states in the kernel's order.
    static constexpr std::array<std::string_view, 10> kNames = {
        "user", "nice",    "system", "idle",  "iowait",
        "irq",  "softirq", "steal",  "guest", "guest-nice"};

    /// As many as the kernel has, 4 to 10. user contains guest, and nice contains guest-nice.
    std::vector<std::uint64_t> ticks;
    unsigned processors = 0;  ///< online CPUs
};

/// /proc/meminfo, in bytes; a key that the kernel does not have is empty.
struct MemInfo {
    std::optional<std::uint64_t> free;
    std::optional<std::uint64_t> cached;
    std::optional<std::uint64_t> inactive;
    std::optional<std::uint64_t> available;
};

/// /proc/loadavg: processes that run or wait for a disk, averaged over 1, 5 and 15 minutes.
struct LoadAverage {
    double one = 0;
    double five = 0;
    double fifteen = 0;
};

/// The processes in /proc by their state, this one not among them.
struct ProcessCount {
    std::uint64_t all = 0;
    std::uint64_t running = 0;     ///< R
    std::uint64_t blocked = 0;     ///< D
    std::uint64_t zombie = 0;      ///< Z
    std::uint64_t unreadable = 0;  ///< state hidden by the mount option hidepid
};

/// The connection tracking table of netfilter, in entries. No limit: max is 0.
struct Conntrack {
    std::uint64_t max = 0;
    std::uint64_t count = 0;
    [[nodiscard]] std::uint64_t free() const { return count < max ? max - count : 0; }
};

/// /proc/pressure/*: the share of time in which some or all tasks waited, in percent over the last
/// minute. Kernels before 5.13 have no "full" for the CPU.
struct Pressure {
    std::optional<double> some;
    std::optional<double> full;
};

/// /proc/net/netstat: connections lost because a listening socket's queue was full, since boot.
struct ListenCounters {
    std::uint64_t overflows = 0;
    std::uint64_t drops = 0;
};

struct Mount;  // see mountinfo.hpp

/// Parse the content of a file. They throw Error for anything but the kernel's format.
[[nodiscard]] Seconds parse_uptime(std::string_view content);
[[nodiscard]] LoadAverage parse_loadavg(std::string_view content);
[[nodiscard]] CpuTimes parse_stat(std::string_view content);
[[nodiscard]] MemInfo parse_meminfo(std::string_view content);
[[nodiscard]] Pressure parse_pressure(std::string_view content);
[[nodiscard]] ListenCounters parse_netstat(std::string_view content);
/// The state letter in /proc/PID/stat, behind the last ')', since the command's name may contain
/// some; '\0' when there is none.
[[nodiscard]] char parse_process_state(std::string_view content);
/// /proc/net/stat/nf_conntrack: entries dropped for want of room, over all CPUs, since boot.
[[nodiscard]] std::uint64_t parse_conntrack_drops(std::string_view content);

/// The files of /proc (proc(5)) below $HOST_PROC or, where that is not set, /proc itself. Each
/// function reads its file once and throws Error when it is missing or not as it should be.
class ProcFs {
public:
    ProcFs();
    /// Ignores $HOST_PROC.
    explicit ProcFs(std::string root) : root_(std::move(root)), is_replaced_(false) {}

    [[nodiscard]] Seconds uptime() const;
    [[nodiscard]] LoadAverage loadavg() const;
    [[nodiscard]] CpuTimes stat() const;
    [[nodiscard]] MemInfo meminfo() const;
    /// `resource` is cpu, memory or io.
    [[nodiscard]] Pressure pressure(std::string_view resource) const;
    /// Of the network of process 1 there where $HOST_PROC is set and has it, else of this process.
    [[nodiscard]] ListenCounters netstat() const;
    [[nodiscard]] ProcessCount processes() const;
    /// The mounts that a process ("1", or this one) can reach by their paths, by its mountinfo.
    [[nodiscard]] std::vector<Mount> mounts(std::string_view process = "self") const;
    /// The table of this process's network, wherever $HOST_PROC is; empty when the kernel does not
    /// track connections.
    [[nodiscard]] std::optional<Conntrack> conntrack() const;
    /// Empty on kernels without that file.
    [[nodiscard]] std::optional<std::uint64_t> conntrack_drops() const;
    /// sys/kernel/random/boot_id: a UUID for each boot; empty without that file.
    [[nodiscard]] std::string boot_id() const;
    /// sys/kernel/hostname; empty without that file.
    [[nodiscard]] std::string hostname() const;

    /// Whether it is a live /proc, and no copy of one.
    [[nodiscard]] bool is_live() const;

    /// Throws Error where process 1 in $HOST_PROC has another network than this process, which
    /// would judge its own in place of the host's.
    void require_network_of_host() const;

    /// Whether $HOST_PROC stands in for /proc.
    [[nodiscard]] bool is_replaced() const { return is_replaced_; }

    /// The path of a file below the root.
    [[nodiscard]] std::string path(std::string_view name) const;

private:
    std::string root_;
    bool is_replaced_;
};

}  // namespace monitoring
