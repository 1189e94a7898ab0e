#include "common/netfilter/legacy_table.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "common/netfilter/xtables_library.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr auto kTable = "filter";
static constexpr auto kChain = "INPUT";

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

static bool is_goto(const ipt_entry& rule) { return (rule.ip.flags & IPT_F_GOTO) != 0; }
static bool is_goto(const ip6t_entry& rule) { return (rule.ipv6.flags & IP6T_F_GOTO) != 0; }

/// Whether the rule has no condition on addresses, interfaces and protocol. -g is a flag there,
/// too.
static bool is_open(ipt_entry rule) {
    rule.ip.flags &= static_cast<std::uint8_t>(~IPT_F_GOTO);
    const std::string_view bytes(reinterpret_cast<const char*>(&rule.ip), sizeof rule.ip);
    return bytes.find_first_not_of('\0') == std::string_view::npos;
}
static bool is_open(ip6t_entry rule) {
    rule.ipv6.flags &= static_cast<std::uint8_t>(~IP6T_F_GOTO);
    const std::string_view bytes(reinterpret_cast<const char*>(&rule.ipv6), sizeof rule.ipv6);
    return bytes.find_first_not_of('\0') == std::string_view::npos;
}

/// Whether a rule matches every packet. To the kernel a comment is a match, too.
template <typename Entry>
static bool matches_all(const Entry* rule) {
    if (!is_open(*rule)) return false;
    std::size_t offset = sizeof(Entry);
    while (offset + sizeof(xt_entry_match) <= rule->target_offset) {
        const auto* const match =
            reinterpret_cast<const xt_entry_match*>(reinterpret_cast<const char*>(rule) + offset);
        if (std::string_view(match->u.user.name) != "comment") return false;
        offset += std::max<std::size_t>(match->u.match_size, sizeof(xt_entry_match));
    }
    return true;
}

/// The table, as libiptc read it at one moment.
template <typename Entry>
class Snapshot {
public:
    explicit Snapshot(const XtablesLibrary<Entry>& library)
        : library_(library), handle_(library.init(kTable), library.free) {
        if (handle_) return;
        const int reason = errno;
        const auto what = fmt::format("cannot read the table {} of iptables-legacy", kTable);
        if (reason != EPERM) throw Error(fmt::format("{}: {}", what, library.strerror(reason)));
        throw Error(fmt::format("{} (needs root, or CAP_NET_ADMIN and CAP_NET_RAW)",
                                system_error(what, reason).what()));
    }

    [[nodiscard]] InputFilter input() const {
        InputFilter filter{.backend = "legacy", .is_loaded = true};
        for (auto rule = first(kChain); rule != nullptr; rule = next(rule)) ++filter.rules;
        const auto rules = [this](const std::string& chain) { return rules_of(chain); };
        filter.has_effect = filter.rules > 0 && reaches_blocking_rule(kChain, rules);
        xt_counters counters{};
        const char* const policy = library_.get_policy(kChain, &counters, handle_.get());
        if (policy == nullptr) throw Error("the table of iptables-legacy has no chain INPUT");
        if (std::string_view(policy) != "ACCEPT") filter.policy = policy;
        return filter;
    }

private:
    [[nodiscard]] const Entry* first(const char* chain) const {
        return library_.first_rule(chain, handle_.get());
    }
    [[nodiscard]] const Entry* next(const Entry* rule) const {
        return library_.next_rule(rule, handle_.get());
    }
    [[nodiscard]] RuleEffect effect_of(const Entry* rule) const {
        const char* const target = library_.get_target(rule, handle_.get());
        if (target == nullptr) return {.may_block = true};
        const std::string_view name = target;
        // A rule without a target only counts packets.
        if (name.empty()) return {};
        RuleEffect effect{.ends_chain = matches_all(rule), .returns = name == "RETURN"};
        if (library_.is_chain(target, handle_.get()) != 0) {
            (is_goto(*rule) ? effect.gotos : effect.jumps).insert(target);
        } else if (!is_harmless_target(name)) {
            return {.may_block = true};
        } else if (name != "ACCEPT" && name != "RETURN") {
            return {};
        }
        return effect;
    }
    [[nodiscard]] Rules rules_of(const std::string& chain) const {
        Rules rules;
        for (auto rule = first(chain.c_str()); rule != nullptr; rule = next(rule)) {
            if (!add_rule(effect_of(rule), rules)) break;
        }
        return rules;
    }

    XtablesLibrary<Entry> library_;
    std::unique_ptr<xtc_handle, void (*)(xtc_handle*)> handle_;
};

InputFilter read_legacy_table(const ProcFs& proc, int family) {
    const bool is_ipv6 = family == AF_INET6;
    if (!is_listed(proc, is_ipv6 ? "net/ip6_tables_names" : "net/ip_tables_names")) {
        return {.backend = "legacy"};
    }
    const Activity activity("reading the table filter of iptables-legacy");
    return is_ipv6 ? Snapshot(load_ipv6_xtables()).input() : Snapshot(load_ipv4_xtables()).input();
}

}  // namespace monitoring
