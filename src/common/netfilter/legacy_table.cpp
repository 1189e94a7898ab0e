#include "common/netfilter/legacy_table.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include "common/netfilter/legacy_rules.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr std::string_view kTable = "filter";

bool lists_filter(std::string_view content) {
    const auto lines = split(content, '\n');
    return std::find(lines.begin(), lines.end(), kTable) != lines.end();
}

static std::optional<std::string> read_list(const std::string& path) {
    static constexpr std::size_t kMaxSize = 65536;
    try {
        return read_file_if_exists(path, kMaxSize);
    } catch (const Error& error) {
        if (eaccess(path.c_str(), R_OK) == 0 || errno != EACCES) throw;
        throw Error(
            fmt::format("{} (it tells about iptables-legacy; needs root, or "
                        "CAP_DAC_READ_SEARCH and CAP_NET_RAW)",
                        error.what()));
    }
}

/// Whether the table "filter" is listed. A kernel without iptables-legacy has no list.
static bool is_listed(const ProcFs& proc, const char* name) {
    if (const auto content = read_list(proc.path(name))) return lists_filter(*content);
    const auto directory = proc.path("net");
    if (access(directory.c_str(), F_OK) == 0) return false;
    throw system_error(fmt::format("cannot open {}", directory), errno);
}

// The structures and numbers of both families are alike.
static_assert(sizeof(ipt_getinfo) == sizeof(ip6t_getinfo) &&
              sizeof(ipt_get_entries) == sizeof(ip6t_get_entries) &&
              IPT_SO_GET_INFO == IP6T_SO_GET_INFO && IPT_SO_GET_ENTRIES == IP6T_SO_GET_ENTRIES);

namespace {

/// Asks for the tables of iptables-legacy in this network namespace.
class LegacySocket {
public:
    explicit LegacySocket(int family)
        : level_(family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP),
          socket_(::socket(family, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW)) {
        if (!socket_.is_open()) throw legacy_failure(errno);
    }

    [[nodiscard]] ipt_getinfo info() const {
        ipt_getinfo info{};
        kTable.copy(info.name, sizeof info.name);
        socklen_t size = sizeof info;
        if (!get(IPT_SO_GET_INFO, &info, size)) throw legacy_failure(errno);
        return info;
    }

    /// The rules, behind a header. Empty when they do not have that size any more.
    [[nodiscard]] std::unique_ptr<char[]> entries(std::size_t rules) const {
        ipt_get_entries header{};
        kTable.copy(header.name, sizeof header.name);
        header.size = static_cast<unsigned>(rules);
        auto size = static_cast<socklen_t>(sizeof header + rules);
        auto room = std::make_unique_for_overwrite<char[]>(size);
        memcpy(room.get(), &header, sizeof header);
        if (get(IPT_SO_GET_ENTRIES, room.get(), size)) return room;
        if (errno == EAGAIN) return nullptr;
        throw legacy_failure(errno);
    }

private:
    bool get(int name, void* value, socklen_t& size) const {
        return getsockopt(socket_.get(), level_, name, value, &size) == 0;
    }

    int level_;
    UniqueFd socket_;
};

}  // namespace

/// Empty when the table was changed while it was read.
static std::optional<InputFilter> try_to_read(const LegacySocket& socket, int family) {
    // The kernel's own limit, XT_MAX_TABLE_SIZE.
    static constexpr std::size_t kMaxSize = 512U << 20;
    const auto info = socket.info();
    if (info.size > kMaxSize) throw legacy_failure(E2BIG);
    if ((info.valid_hooks & (1U << NF_INET_LOCAL_IN)) == 0) {
        throw Error("the table of iptables-legacy has no chain INPUT");
    }
    const auto entries = socket.entries(info.size);
    // Another table of the same size has its chains elsewhere.
    const auto after = socket.info();
    if (!entries || memcmp(&info, &after, sizeof info) != 0) return {};
    return judge_legacy_table({.family = family,
                               .rules = {entries.get() + sizeof(ipt_get_entries), info.size},
                               .input = info.hook_entry[NF_INET_LOCAL_IN],
                               .policy = info.underflow[NF_INET_LOCAL_IN]});
}

static InputFilter read_table(int family) {
    static constexpr int kMaxAttempts = 10;
    const LegacySocket socket(family);
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
        if (auto filter = try_to_read(socket, family)) return *filter;
    }
    throw Error(
        "cannot read the table filter of iptables-legacy: it was changed during each of 10 "
        "attempts");
}

InputFilter read_legacy_table(const ProcFs& proc, int family) {
    const char* const list = family == AF_INET6 ? "net/ip6_tables_names" : "net/ip_tables_names";
    if (!is_listed(proc, list)) return {.backend = "legacy"};
    const Activity activity("reading the table filter of iptables-legacy");
    return read_table(family);
}

}  // namespace monitoring
