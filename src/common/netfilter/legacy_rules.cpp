#include "common/netfilter/legacy_rules.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <linux/netfilter.h>
#include <linux/netfilter/x_tables.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <sys/socket.h>

#include <charconv>
#include <cstddef>
#include <string>

#include "common/netfilter/structure.hpp"

namespace monitoring {

Error legacy_failure(int error_number) {
    const std::string what = "cannot read the table filter of iptables-legacy";
    if (error_number == ENOENT) return Error(what + ": this network namespace has none");
    if (error_number == ENOPROTOOPT) return Error(what + ": this kernel has none");
    auto error = system_error(what, error_number);
    if (error_number != EPERM) return error;
    return Error(fmt::format("{} (needs root, or CAP_NET_ADMIN and CAP_NET_RAW)", error.what()));
}

static bool is_goto(const ipt_entry& rule) { return (rule.ip.flags & IPT_F_GOTO) != 0; }
static bool is_goto(const ip6t_entry& rule) { return (rule.ipv6.flags & IP6T_F_GOTO) != 0; }

static bool is_zero(const void* data, std::size_t size) {
    const std::string_view bytes(static_cast<const char*>(data), size);
    return bytes.find_first_not_of('\0') == std::string_view::npos;
}

/// Whether the rule has no condition on addresses, interfaces and protocol. -g is a flag there,
/// too.
static bool is_open(ipt_entry rule) {
    rule.ip.flags &= static_cast<std::uint8_t>(~IPT_F_GOTO);
    return is_zero(&rule.ip, sizeof rule.ip);
}
static bool is_open(ip6t_entry rule) {
    rule.ipv6.flags &= static_cast<std::uint8_t>(~IP6T_F_GOTO);
    return is_zero(&rule.ipv6, sizeof rule.ipv6);
}

/// The structure at an offset of the table.
template <typename Structure>
static Structure read(std::string_view bytes, std::size_t offset) {
    Structure structure{};
    if (!copy_structure(bytes, offset, structure)) throw legacy_failure(EBADMSG);
    return structure;
}

/// The name of the match or target at an offset of a rule.
static std::string_view name_at(std::string_view rule, std::size_t offset) {
    static_assert(offsetof(xt_entry_match, u.user.name) == offsetof(xt_entry_target, u.user.name));
    static_cast<void>(read<xt_entry_target>(rule, offset));
    const auto name = rule.substr(offset + offsetof(xt_entry_target, u.user.name),
                                  sizeof xt_entry_target{}.u.user.name);
    return name.substr(0, name.find('\0'));
}

namespace {

/// The rules of a table whose rules begin with a structure like ipt_entry.
template <typename Entry>
class LegacyRules {
public:
    explicit LegacyRules(const LegacyTable& table) : table_(table) {}

    [[nodiscard]] InputFilter input() const {
        InputFilter filter{.backend = "legacy", .is_loaded = true};
        for (auto at = table_.input; at != table_.policy; at = rule_at(at).end) ++filter.rules;
        filter.policy = policy();
        const auto rules = [this](const std::string& chain) { return rules_of(chain); };
        filter.has_effect =
            filter.rules > 0 && reaches_blocking_rule(std::to_string(table_.input), rules);
        return filter;
    }

private:
    struct Rule {
        bool is_open = false;  ///< without a condition on addresses, interfaces and protocol
        bool is_goto = false;
        std::string_view bytes{};
        std::size_t target_offset = 0;
        std::string_view target{};  ///< its name; empty: a verdict or a jump
        std::size_t end = 0;        ///< where the next rule begins
    };

    [[nodiscard]] Rule rule_at(std::size_t begin) const {
        const auto head = read<Entry>(table_.rules, begin);
        const auto bytes = table_.rules.substr(begin, head.next_offset);
        if (bytes.size() != head.next_offset || head.target_offset < sizeof head) {
            throw legacy_failure(EBADMSG);
        }
        return {.is_open = is_open(head),
                .is_goto = is_goto(head),
                .bytes = bytes,
                .target_offset = head.target_offset,
                .target = name_at(bytes, head.target_offset),
                .end = begin + bytes.size()};
    }

    /// What stands in a target without a name: where to jump to, or a verdict below 0.
    [[nodiscard]] static int verdict_of(const Rule& rule) {
        return read<xt_standard_target>(rule.bytes, rule.target_offset).verdict;
    }

    [[nodiscard]] std::string policy() const {
        const auto rule = rule_at(table_.policy);
        const auto verdict = verdict_of(rule);
        if (rule.target != XT_STANDARD_TARGET) throw legacy_failure(EBADMSG);
        if (verdict == -NF_ACCEPT - 1) return "";
        if (verdict == -NF_DROP - 1) return "DROP";
        throw legacy_failure(EBADMSG);
    }

    /// Whether a rule matches every packet. To the kernel a comment is a match, too.
    [[nodiscard]] static bool matches_all(const Rule& rule) {
        if (!rule.is_open) return false;
        const auto matches = rule.bytes.substr(0, rule.target_offset);
        for (auto at = sizeof(Entry); at < matches.size();) {
            if (name_at(matches, at) != "comment") return false;
            const std::size_t size = read<xt_entry_match>(matches, at).u.match_size;
            if (size < sizeof(xt_entry_match) || size > matches.size() - at) {
                throw legacy_failure(EBADMSG);
            }
            at += size;
        }
        return true;
    }

    [[nodiscard]] static RuleEffect effect_of(const Rule& rule) {
        if (rule.target != XT_STANDARD_TARGET) {
            return {.may_block = !is_harmless_target(rule.target)};
        }
        const int verdict = verdict_of(rule);
        RuleEffect effect{.ends_chain = matches_all(rule), .returns = verdict == XT_RETURN};
        if (verdict == -NF_ACCEPT - 1 || effect.returns) return effect;
        if (verdict < 0) return {.may_block = true};
        // A rule without a target, which only counts packets, leads to the next one.
        if (static_cast<std::size_t>(verdict) == rule.end) return {};
        (rule.is_goto ? effect.gotos : effect.jumps).insert(std::to_string(verdict));
        return effect;
    }

    /// The rules of the chain that begins at that offset.
    [[nodiscard]] Rules rules_of(const std::string& chain) const {
        std::size_t at = 0;
        std::from_chars(chain.data(), chain.data() + chain.size(), at);
        Rules rules;
        // The last rule of a chain is its policy, which for other chains than INPUT is to return.
        // Behind it is the head of the next chain, or the end of the table.
        while (at != table_.policy) {
            const auto rule = rule_at(at);
            if (rule.target == XT_ERROR_TARGET || !add_rule(effect_of(rule), rules)) break;
            at = rule.end;
        }
        return rules;
    }

    const LegacyTable& table_;
};

}  // namespace

InputFilter judge_legacy_table(const LegacyTable& table) {
    return table.family == AF_INET6 ? LegacyRules<ip6t_entry>(table).input()
                                    : LegacyRules<ipt_entry>(table).input();
}

}  // namespace monitoring
