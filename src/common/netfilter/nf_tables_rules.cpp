#include "common/netfilter/nf_tables_rules.hpp"

#include <linux/netfilter/nf_tables.h>

#include <string_view>

#include "common/netfilter/nf_tables_expressions.hpp"

namespace monitoring {

Rules NfTablesRules::rules_of(const std::string& chain) {
    Rules rules;
    socket_.ask(rules_request(table_, chain));
    while (auto message = socket_.next()) {
        std::string_view own_table;
        std::string_view own_chain;
        NetlinkAttributes expressions{""};
        for (auto& each = message->attributes; each.next();) {
            if (each.type() == NFTA_RULE_TABLE) own_table = each.text();
            if (each.type() == NFTA_RULE_CHAIN) own_chain = each.text();
            if (each.type() == NFTA_RULE_EXPRESSIONS) expressions = each.nested();
        }
        // Kernels before 4.10 send the rules of all chains.
        if (own_chain != chain || own_table != table_.name) continue;
        if (!add_rule(effect_of_expressions(expressions, family_, sets_), rules)) break;
    }
    return rules;
}

}  // namespace monitoring
