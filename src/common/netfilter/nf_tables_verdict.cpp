#include "common/netfilter/nf_tables_verdict.hpp"

#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

namespace monitoring {

std::optional<NfTablesVerdict> verdict_of(NetlinkAttributes data) {
    if (!data.find(NFTA_DATA_VERDICT)) return {};
    NfTablesVerdict verdict;
    bool has_code = false;
    for (auto each = data.nested(); each.next();) {
        if (each.type() == NFTA_VERDICT_CHAIN) verdict.chain = each.text();
        if (each.type() != NFTA_VERDICT_CODE) continue;
        verdict.code = each.number();
        has_code = true;
    }
    if (!has_code) throw NetlinkFailure{EBADMSG};
    return verdict;
}

RuleEffect effect_of_verdict(const NfTablesVerdict& verdict) {
    switch (static_cast<std::int32_t>(verdict.code)) {
        case NFT_CONTINUE:
        case NFT_BREAK: return {};
        case NF_ACCEPT: return {.ends_chain = true};
        case NFT_RETURN: return {.ends_chain = true, .returns = true};
        case NFT_JUMP: return {.ends_chain = true, .jumps = {std::string(verdict.chain)}};
        case NFT_GOTO: return {.ends_chain = true, .gotos = {std::string(verdict.chain)}};
        default: return {.may_block = true, .ends_chain = true};
    }
}

}  // namespace monitoring
