#include "common/procfs/procfs.hpp"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

#include "common/procfs/mountinfo.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/file.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/text/error.hpp"

namespace monitoring {

/// The largest file: /proc/stat of a host with thousands of CPUs and interrupts is below that.
static constexpr std::size_t kMaxSize = std::size_t{16} << 20U;
/// The largest list of mounts: the kernel allows 100,000.
static constexpr std::size_t kMaxMountsSize = std::size_t{64} << 20U;
/// The largest file that holds one number or a line.
static constexpr std::size_t kMaxLineSize = 4096;

ProcFs::ProcFs() {
    const char* root = std::getenv("HOST_PROC");
    is_replaced_ = root != nullptr && *root != '\0';
    root_ = is_replaced_ ? root : "/proc";
    // The kernel's own is always there.
    if (is_replaced_) start_watchdog();
}

bool ProcFs::is_live() const {
    struct statfs file_system {};
    return statfs(root_.c_str(), &file_system) == 0 && file_system.f_type == PROC_SUPER_MAGIC;
}

void ProcFs::require_network_of_host() const {
    if (!is_replaced_) return;
    const Activity activity(fmt::format("looking at {}", root_));
    if (!is_live()) return;
    // Each network has inodes of its own in /proc/PID/net. (/proc/PID/ns is for root.)
    struct stat own {};
    struct stat other {};
    if (::stat("/proc/self/net/dev", &own) != 0) return;
    if (::stat(path("1/net/dev").c_str(), &other) != 0 || own.st_ino == other.st_ino) return;
    throw Error(fmt::format(
        "this check needs the host's network: process 1 in {} has another one than it", root_));
}

std::string ProcFs::path(std::string_view name) const { return fmt::format("{}/{}", root_, name); }

/// Calls a parser, and adds the file's path to its Error.
template <typename Parser>
static auto parse_content(std::string_view content, const std::string& path, Parser parser) {
    try {
        if (content.empty()) throw Error("it is empty");
        return parser(content);
    } catch (const Error& error) {
        throw Error(fmt::format("cannot understand {}: {}", path, error.what()));
    }
}

template <typename Parser>
static auto parse_file(const std::string& path, Parser parser, std::size_t largest = kMaxSize) {
    return parse_content(read_file(path, largest), path, parser);
}

Seconds ProcFs::uptime() const { return parse_file(path("uptime"), parse_uptime, kMaxLineSize); }
LoadAverage ProcFs::loadavg() const {
    return parse_file(path("loadavg"), parse_loadavg, kMaxLineSize);
}
CpuTimes ProcFs::stat() const { return parse_file(path("stat"), parse_stat); }
MemInfo ProcFs::meminfo() const { return parse_file(path("meminfo"), parse_meminfo); }
ListenCounters ProcFs::netstat() const {
    const auto of_host = path("1/net/netstat");
    const bool has_it = is_replaced_ && access(of_host.c_str(), R_OK) == 0;
    return parse_file(has_it ? of_host : path("net/netstat"), parse_netstat);
}
Pressure ProcFs::pressure(std::string_view resource) const {
    return parse_file(path(fmt::format("pressure/{}", resource)), parse_pressure, kMaxLineSize);
}

std::vector<Mount> ProcFs::mounts(std::string_view process) const {
    const auto file = path(fmt::format("{}/mountinfo", process));
    return reachable_mounts(parse_file(file, parse_mountinfo, kMaxMountsSize));
}

/// The first word of a file; empty where there is none.
static std::string first_word(const std::string& path) {
    auto word = read_file_if_exists(path, kMaxLineSize).value_or("");
    word.erase(std::min(word.find_first_of(" \t\n"), word.size()));
    return word;
}

std::string ProcFs::boot_id() const { return first_word(path("sys/kernel/random/boot_id")); }

std::string ProcFs::hostname() const { return first_word(path("sys/kernel/hostname")); }

/// The number in the first of the files that exists.
static std::optional<std::uint64_t> first_number(const ProcFs& proc,
                                                 std::initializer_list<const char*> names) {
    for (const auto* const name : names) {
        const auto path = proc.path(name);
        const auto content = read_file_if_exists(path, kMaxLineSize);
        if (!content) continue;
        return parse_content(*content, path, [](std::string_view text) {
            const auto number = parse_integer(text.substr(0, text.find('\n')));
            return number ? *number : throw Error("it is not a number");
        });
    }
    return {};
}

std::optional<Conntrack> ProcFs::conntrack() const {
    const auto count = first_number(*this, {"sys/net/netfilter/nf_conntrack_count",
                                            "sys/net/ipv4/netfilter/ip_conntrack_count"});
    const auto max = first_number(
        *this, {"sys/net/netfilter/nf_conntrack_max", "sys/net/nf_conntrack_max",
                "sys/net/ipv4/netfilter/ip_conntrack_max", "sys/net/ipv4/ip_conntrack_max"});
    if (count && max) return Conntrack{.max = *max, .count = *count};
    // Such as the host's /proc that was not mounted into a container.
    if (access(root_.c_str(), F_OK) != 0) {
        throw system_error(fmt::format("cannot open {}", root_), errno);
    }
    return {};
}

std::optional<std::uint64_t> ProcFs::conntrack_drops() const {
    const auto file = path("net/stat/nf_conntrack");
    const auto content = read_file_if_exists(file, kMaxSize);
    if (!content) return {};
    return parse_content(*content, file, parse_conntrack_drops);
}

/// The pid of this process in that /proc, which may be of another PID namespace; empty in a copy.
static std::string own_pid(int proc) {
    std::string pid(16, '\0');
    const ssize_t length = readlinkat(proc, "self", pid.data(), pid.size());
    pid.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    return pid;
}

/// Counts a process by its /proc/PID/stat, unless it has ended meanwhile.
static void count_process(int proc, const std::string& pid, ProcessCount& processes) {
    const UniqueFd file(openat(proc, (pid + "/stat").c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open() && (errno == EACCES || errno == EPERM)) {
        ++processes.all;
        ++processes.unreadable;
        return;
    }
    if (!file.is_open()) {
        if (errno == ENOENT || errno == ESRCH || errno == ENOTDIR) return;
        throw system_error(fmt::format("cannot open the state of process {}", pid), errno);
    }
    // Enough for the pid, the command's name of at most 64 bytes, and the state behind it.
    std::array<char, 256> start{};
    const ssize_t size = read(file.get(), start.data(), start.size());
    const char state =
        size <= 0 ? '\0' : parse_process_state({start.data(), static_cast<std::size_t>(size)});
    if (state == '\0') return;
    ++processes.all;
    if (state == 'R') ++processes.running;
    if (state == 'D') ++processes.blocked;
    if (state == 'Z') ++processes.zombie;
}

ProcessCount ProcFs::processes() const {
    const Activity activity("reading " + root_);
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(root_.c_str()), closedir);
    if (!directory) throw system_error(fmt::format("cannot open {}", root_), errno);
    const int proc = dirfd(directory.get());
    const std::string self = own_pid(proc);
    ProcessCount processes;
    bool has_any = false;
    bool has_first = false;
    for (errno = 0; const dirent* entry = readdir(directory.get()); errno = 0) {
        const std::string name = entry->d_name;
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        has_any = true;
        if (name == "1") has_first = true;
        if (name == self) continue;
        count_process(proc, name, processes);
    }
    if (errno != 0) throw system_error(fmt::format("cannot read {}", root_), errno);
    // Such as the host's /proc that was not mounted into a container.
    if (!has_any) throw Error(fmt::format("{} has no processes", root_));
    // A living /proc, which a copy of one is not, always has a first process.
    if (!self.empty() && !has_first) {
        throw Error(fmt::format("{} hides the processes of other users (hidepid)", root_));
    }
    return processes;
}

}  // namespace monitoring
