#include "common/netfilter/nf_tables.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <sys/socket.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "common/netfilter/nf_tables_rules.hpp"
#include "common/runtime/activity.hpp"
#include "common/text/error.hpp"

namespace monitoring {

/// A base chain of type filter on the hook input.
struct InputChain {
    NfTablesTable table;
    std::string name;
    std::uint32_t rules = 0;
    bool is_drop = false;
};

/// An Error for an errno value, with a hint at the permission that nf_tables needs.
static Error failure(int error_number) {
    Error error = system_error("cannot read nf_tables", error_number);
    if (error_number != EPERM) return error;
    return Error(fmt::format("{} (needs root or CAP_NET_ADMIN)", error.what()));
}

/// Whether that is the answer of a kernel that does not know the question.
static bool is_unknown_question(const NetlinkFailure& failure) {
    return failure.error_number == EINVAL || failure.error_number == EOPNOTSUPP;
}

/// The generation of the ruleset; empty where the kernel does not number them, as Linux
/// before 3.19.
static std::optional<std::uint32_t> read_generation(NetfilterSocket& socket) {
    try {
        socket.ask(generation_request());
        auto message = socket.next();
        if (message && message->attributes.find(NFTA_GEN_ID)) return message->attributes.number();
    } catch (const NetlinkFailure& failure) {
        if (is_unknown_question(failure)) return {};
        throw;
    }
    throw NetlinkFailure{EBADMSG};
}

static std::vector<NfTablesTable> read_dormant_tables(NetfilterSocket& socket) {
    std::vector<NfTablesTable> dormant;
    socket.ask(tables_request());
    while (auto message = socket.next()) {
        std::uint32_t flags = 0;
        std::string_view name;
        for (auto& each = message->attributes; each.next();) {
            if (each.type() == NFTA_TABLE_NAME) name = each.text();
            if (each.type() == NFTA_TABLE_FLAGS) flags = each.number();
        }
        if ((flags & NFT_TABLE_F_DORMANT) != 0) {
            dormant.push_back({message->family, std::string(name)});
        }
    }
    return dormant;
}

/// The chain, if it is a base chain of type filter on the hook input, for that family
/// (NFPROTO_IPV4 or NFPROTO_IPV6).
static std::optional<InputChain> input_chain(NetlinkMessage message, std::uint8_t family) {
    if (message.family != family && message.family != NFPROTO_INET) return {};
    std::string_view table;
    std::string_view name;
    std::string_view type;
    std::optional<std::uint32_t> hook;
    InputChain chain;
    for (auto& each = message.attributes; each.next();) {
        switch (each.type()) {
            case NFTA_CHAIN_TABLE: table = each.text(); break;
            case NFTA_CHAIN_NAME: name = each.text(); break;
            case NFTA_CHAIN_TYPE: type = each.text(); break;
            case NFTA_CHAIN_POLICY: chain.is_drop = each.number() == NF_DROP; break;
            // A base chain is used by its rules alone, for nothing can jump to it. The number is
            // ahead of the rules while a change is being committed.
            case NFTA_CHAIN_USE: chain.rules = each.number(); break;
            case NFTA_CHAIN_HOOK:
                if (auto nested = each.nested(); nested.find(NFTA_HOOK_HOOKNUM)) {
                    hook = nested.number();
                }
                break;
            default: break;
        }
    }
    if (hook != NF_INET_LOCAL_IN || type != "filter") return {};
    chain.table = {message.family, std::string(table)};
    chain.name = name;
    return chain;
}

/// Empty without nf_tables.
static std::vector<InputChain> read_input_chains(NetfilterSocket& socket, std::uint8_t family) {
    std::vector<InputChain> chains;
    try {
        socket.ask(chains_request());
        while (const auto message = socket.next()) {
            if (auto chain = input_chain(*message, family)) chains.push_back(std::move(*chain));
        }
    } catch (const NetlinkFailure& failure) {
        if (is_unknown_question(failure)) return {};
        throw;
    }
    return chains;
}

static bool has_effect(NetfilterSocket& socket, const InputChain& chain, std::uint8_t family) {
    NfTablesRules rules(socket, chain.table, family);
    return reaches_blocking_rule(chain.name,
                                 [&](const std::string& name) { return rules.rules_of(name); });
}

static InputFilter read_filter(NetfilterSocket& socket, std::uint8_t family) {
    InputFilter filter{.backend = "nf_tables"};
    const auto chains = read_input_chains(socket, family);
    if (chains.empty()) return filter;
    const auto dormant = read_dormant_tables(socket);
    for (const auto& chain : chains) {
        if (std::find(dormant.begin(), dormant.end(), chain.table) != dormant.end()) {
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

/// Empty when the ruleset was changed while it was read: the answers belong to different ones.
static std::optional<InputFilter> try_to_read(std::uint8_t family) {
    try {
        NetfilterSocket socket;
        const auto generation = read_generation(socket);
        auto filter = read_filter(socket, family);
        if (!generation || read_generation(socket) == generation) return filter;
    } catch (const NetlinkFailure& reason) {
        switch (reason.error_number) {
            // A kernel without netfilter.
            case EPROTONOSUPPORT: return InputFilter{.backend = "nf_tables"};
            // ENOENT: the chain or set has just been removed.
            case EINTR:
            case ENOENT: return {};
            default: throw failure(reason.error_number);
        }
    }
    return {};
}

InputFilter read_nf_tables(int family) {
    const Activity activity("reading nf_tables");
    static constexpr int kMaxAttempts = 10;
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
        auto filter = try_to_read(family == AF_INET6 ? NFPROTO_IPV6 : NFPROTO_IPV4);
        if (filter) return *filter;
    }
    throw Error("cannot read nf_tables: it was changed during each of 10 attempts");
}

}  // namespace monitoring
