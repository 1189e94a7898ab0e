#include "common/netfilter/nf_tables.hpp"

#include <libnftnl/chain.h>
#include <libnftnl/gen.h>
#include <libnftnl/table.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <sys/socket.h>

#include <optional>
#include <set>
#include <utility>

#include "common/netfilter/nf_tables_rules.hpp"
#include "common/netfilter/nf_tables_socket.hpp"
#include "common/netfilter/nftnl_object.hpp"
#include "common/runtime/activity.hpp"
#include "common/text/error.hpp"

namespace monitoring {

using Generation = NftnlObject<nftnl_gen, nftnl_gen_free>;
using Table = NftnlObject<nftnl_table, nftnl_table_free>;
using Chain = NftnlObject<nftnl_chain, nftnl_chain_free>;

/// The family and the name.
using TableName = std::pair<std::uint32_t, std::string>;

/// A base chain of type filter on the hook input.
struct InputChain {
    TableName table;
    std::string name;
    std::uint32_t rules = 0;
    bool is_drop = false;
};

static void require_parsed(int result) {
    if (result != 0) throw Error("cannot understand what the kernel tells about nf_tables");
}

/// The generation of the ruleset, which counts its changes; empty without nf_tables.
static std::optional<std::uint32_t> read_generation(NfTablesSocket& socket) {
    std::optional<std::uint32_t> number;
    const auto take = [&number](const nlmsghdr* message) {
        const Generation generation(nftnl_gen_alloc());
        require_parsed(nftnl_gen_nlmsg_parse(message, generation.get()));
        number = nftnl_gen_get_u32(generation.get(), NFTNL_GEN_ID);
        return false;
    };
    try {
        socket.ask({.type = NFT_MSG_GETGEN, .is_dump = false}, take);
    } catch (const NoNfTables&) {
        return {};
    }
    return number;
}

static std::set<TableName> read_dormant_tables(NfTablesSocket& socket) {
    std::set<TableName> dormant;
    socket.ask({.type = NFT_MSG_GETTABLE}, [&dormant](const nlmsghdr* message) {
        const Table table(nftnl_table_alloc());
        require_parsed(nftnl_table_nlmsg_parse(message, table.get()));
        const auto flags = nftnl_table_get_u32(table.get(), NFTNL_TABLE_FLAGS);
        if ((flags & NFT_TABLE_F_DORMANT) != 0) {
            dormant.emplace(nftnl_table_get_u32(table.get(), NFTNL_TABLE_FAMILY),
                            text_of(nftnl_table_get_str(table.get(), NFTNL_TABLE_NAME)));
        }
        return true;
    });
    return dormant;
}

/// Whether it is a base chain of type filter on the hook input, for that family (NFPROTO_IPV4 or
/// NFPROTO_IPV6).
static bool is_input_filter(const nftnl_chain* chain, std::uint32_t family) {
    const auto own_family = nftnl_chain_get_u32(chain, NFTNL_CHAIN_FAMILY);
    return (own_family == family || own_family == NFPROTO_INET) &&
           nftnl_chain_is_set(chain, NFTNL_CHAIN_HOOKNUM) &&
           nftnl_chain_get_u32(chain, NFTNL_CHAIN_HOOKNUM) == NF_INET_LOCAL_IN &&
           text_of(nftnl_chain_get_str(chain, NFTNL_CHAIN_TYPE)) == "filter";
}

static std::vector<InputChain> read_input_chains(NfTablesSocket& socket, std::uint32_t family) {
    std::vector<InputChain> chains;
    socket.ask({.type = NFT_MSG_GETCHAIN}, [&](const nlmsghdr* message) {
        const Chain chain(nftnl_chain_alloc());
        require_parsed(nftnl_chain_nlmsg_parse(message, chain.get()));
        if (!is_input_filter(chain.get(), family)) return true;
        const auto number = [&](auto name) { return nftnl_chain_get_u32(chain.get(), name); };
        const auto text = [&](auto name) {
            return text_of(nftnl_chain_get_str(chain.get(), name));
        };
        // A base chain is used by its rules alone, for nothing can jump to it. The number is ahead
        // of the rules while a change is being committed.
        chains.push_back({.table = {number(NFTNL_CHAIN_FAMILY), text(NFTNL_CHAIN_TABLE)},
                          .name = text(NFTNL_CHAIN_NAME),
                          .rules = number(NFTNL_CHAIN_USE),
                          .is_drop = number(NFTNL_CHAIN_POLICY) == NF_DROP});
        return true;
    });
    return chains;
}

static bool has_effect(NfTablesSocket& socket, const InputChain& chain, std::uint32_t family) {
    NfTablesRules rules(socket, {static_cast<std::uint16_t>(chain.table.first), chain.table.second},
                        static_cast<std::uint8_t>(family));
    return reaches_blocking_rule(chain.name,
                                 [&](const std::string& name) { return rules.rules_of(name); });
}

static InputFilter read_filter(NfTablesSocket& socket, std::uint32_t family) {
    InputFilter filter{.backend = "nf_tables"};
    const auto chains = read_input_chains(socket, family);
    if (chains.empty()) return filter;
    const auto dormant = read_dormant_tables(socket);
    for (const auto& chain : chains) {
        if (dormant.contains(chain.table)) {
            filter.is_dormant = true;
            continue;
        }
        filter.is_loaded = true;
        if (chain.is_drop) filter.policy = "drop";
        // Rules are read only where their effect matters.
        const bool is_known = filter.has_effect || !filter.policy.empty();
        if (!is_known) filter.has_effect = has_effect(socket, chain, family);
        filter.rules += chain.rules;
    }
    // The use count may be 0 while the rules are being replaced.
    if (filter.has_effect && filter.rules == 0) filter.rules = 1;
    return filter;
}

InputFilter read_nf_tables(int family) {
    const Activity activity("reading nf_tables");
    static constexpr int kMaxAttempts = 10;
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
        try {
            NfTablesSocket socket;
            const auto generation = read_generation(socket);
            if (!generation) return {.backend = "nf_tables"};
            auto filter = read_filter(socket, family == AF_INET6 ? NFPROTO_IPV6 : NFPROTO_IPV4);
            // Otherwise the answers belong to different rulesets.
            if (read_generation(socket) == generation) return filter;
        } catch (const NfTablesChanged&) {
            continue;
        }
    }
    throw Error("cannot read nf_tables: it was changed during each of 10 attempts");
}

}  // namespace monitoring
