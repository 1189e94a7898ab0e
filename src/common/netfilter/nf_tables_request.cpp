#include "common/netfilter/nf_tables_request.hpp"

#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

namespace monitoring {

NetfilterRequest generation_request() {
    return {.subsystem = NFNL_SUBSYS_NFTABLES,
            .question = NFT_MSG_GETGEN,
            .answer = NFT_MSG_NEWGEN,
            .is_dump = false};
}

NetfilterRequest tables_request() {
    return {.subsystem = NFNL_SUBSYS_NFTABLES,
            .question = NFT_MSG_GETTABLE,
            .answer = NFT_MSG_NEWTABLE};
}

NetfilterRequest chains_request() {
    return {.subsystem = NFNL_SUBSYS_NFTABLES,
            .question = NFT_MSG_GETCHAIN,
            .answer = NFT_MSG_NEWCHAIN};
}

NetfilterRequest rules_request(const NfTablesTable& table, std::string_view chain) {
    static_assert(int{NFTA_RULE_TABLE} == 1 && int{NFTA_RULE_CHAIN} == 2);
    return {.subsystem = NFNL_SUBSYS_NFTABLES,
            .question = NFT_MSG_GETRULE,
            .answer = NFT_MSG_NEWRULE,
            .family = table.family,
            .texts = {table.name, chain}};
}

NetfilterRequest elements_request(const NfTablesTable& table, std::string_view set) {
    static_assert(int{NFTA_SET_ELEM_LIST_TABLE} == 1 && int{NFTA_SET_ELEM_LIST_SET} == 2);
    return {.subsystem = NFNL_SUBSYS_NFTABLES,
            .question = NFT_MSG_GETSETELEM,
            .answer = NFT_MSG_NEWSETELEM,
            .family = table.family,
            .texts = {table.name, set}};
}

}  // namespace monitoring
