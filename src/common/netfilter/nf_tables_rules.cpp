#include "common/netfilter/nf_tables_rules.hpp"

#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "common/netfilter/nftnl_object.hpp"

namespace monitoring {

using Rule = NftnlObject<nftnl_rule, nftnl_rule_free>;
using Expressions = NftnlObject<nftnl_expr_iter, nftnl_expr_iter_destroy>;

/// The chain that the expression sends a packet to; empty when it does something else.
static std::string target_of(const nftnl_expr* expression) {
    if (text_of(nftnl_expr_get_str(expression, NFTNL_EXPR_NAME)) != "immediate" ||
        !nftnl_expr_is_set(expression, NFTNL_EXPR_IMM_VERDICT)) {
        return "";
    }
    const auto verdict =
        static_cast<std::int32_t>(nftnl_expr_get_u32(expression, NFTNL_EXPR_IMM_VERDICT));
    if (verdict != NFT_JUMP && verdict != NFT_GOTO) return "";
    return text_of(nftnl_expr_get_str(expression, NFTNL_EXPR_IMM_CHAIN));
}

/// Whether the expression does something with a packet, and does not only look at it. The names are
/// the kernel's.
static bool is_action(const nftnl_expr* expression) {
    static constexpr std::string_view kActions[] = {
        "dup",    "dynset", "flow_offload", "fwd",    "log",      "masq",   "nat",   "notrack",
        "objref", "queue",  "redir",        "reject", "synproxy", "target", "tproxy"};
    const auto name = text_of(nftnl_expr_get_str(expression, NFTNL_EXPR_NAME));
    return std::find(std::begin(kActions), std::end(kActions), name) != std::end(kActions);
}

/// The chain that the rule leads to, whatever it asks of a packet before; empty when there is none,
/// or when the rule does something else as well. Empty with a verdict map, too, although that may
/// hold jumps.
static std::string target_of(const nftnl_rule* rule) {
    const Expressions expressions(nftnl_expr_iter_create(rule));
    if (!expressions) return "";
    while (const nftnl_expr* const expression = nftnl_expr_iter_next(expressions.get())) {
        if (is_action(expression)) return "";
        if (auto target = target_of(expression); !target.empty()) return target;
    }
    return "";
}

Jumps read_jumps(NfTablesSocket& socket, std::uint16_t family, const std::string& table,
                 const std::string& chain) {
    Jumps jumps(std::in_place);
    socket.ask({NFT_MSG_GETRULE, true, family, table, chain}, [&](const nlmsghdr* message) {
        const Rule rule(nftnl_rule_alloc());
        // What this library cannot read is a rule nevertheless.
        const bool is_known = nftnl_rule_nlmsg_parse(message, rule.get()) == 0;
        // Kernels before 4.10 send the rules of all chains.
        if (text_of(nftnl_rule_get_str(rule.get(), NFTNL_RULE_CHAIN)) != chain ||
            text_of(nftnl_rule_get_str(rule.get(), NFTNL_RULE_TABLE)) != table) {
            return true;
        }
        auto target = is_known ? target_of(rule.get()) : "";
        if (target.empty()) {
            jumps.reset();
            return false;
        }
        jumps->insert(std::move(target));
        return true;
    });
    return jumps;
}

}  // namespace monitoring
