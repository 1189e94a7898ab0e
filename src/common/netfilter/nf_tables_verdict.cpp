#include "common/netfilter/nf_tables_verdict.hpp"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

namespace monitoring {

RuleEffect effect_of_verdict(std::uint32_t verdict, const std::string& chain) {
    switch (static_cast<std::int32_t>(verdict)) {
        case NFT_CONTINUE:
        case NFT_BREAK: return {};
        case NF_ACCEPT: return {.ends_chain = true};
        case NFT_RETURN: return {.ends_chain = true, .returns = true};
        case NFT_JUMP: return {.ends_chain = true, .jumps = {chain}};
        case NFT_GOTO: return {.ends_chain = true, .gotos = {chain}};
        default: return {.may_block = true, .ends_chain = true};
    }
}

}  // namespace monitoring
