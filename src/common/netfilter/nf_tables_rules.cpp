#include "common/netfilter/nf_tables_rules.hpp"

#include <libnftnl/rule.h>
#include <linux/netfilter/nf_tables.h>

#include "common/netfilter/nf_tables_expressions.hpp"
#include "common/netfilter/nftnl_object.hpp"

namespace monitoring {

using Rule = NftnlObject<nftnl_rule, nftnl_rule_free>;

Rules NfTablesRules::rules_of(const std::string& chain) {
    Rules rules;
    socket_.ask({NFT_MSG_GETRULE, true, table_, chain}, [&](const nlmsghdr* message) {
        const Rule rule(nftnl_rule_alloc());
        // What this library cannot read may keep packets out.
        const bool is_known = nftnl_rule_nlmsg_parse(message, rule.get()) == 0;
        // Kernels before 4.10 send the rules of all chains.
        if (text_of(nftnl_rule_get_str(rule.get(), NFTNL_RULE_CHAIN)) != chain ||
            text_of(nftnl_rule_get_str(rule.get(), NFTNL_RULE_TABLE)) != table_.name) {
            return true;
        }
        return add_rule(is_known ? effect_of_expressions(rule.get(), family_, sets_)
                                 : RuleEffect{.may_block = true},
                        rules);
    });
    return rules;
}

}  // namespace monitoring
