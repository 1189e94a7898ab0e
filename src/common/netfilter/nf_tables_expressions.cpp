#include "common/netfilter/nf_tables_expressions.hpp"

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "common/netfilter/nf_tables_verdict.hpp"

namespace monitoring {

/// What an expression has of that type; empty where it has none.
static std::string_view text(NetlinkAttributes data, unsigned type) {
    return data.find(type) ? data.text() : "";
}
static std::optional<std::uint32_t> number(NetlinkAttributes data, unsigned type) {
    if (!data.find(type)) return {};
    return data.number();
}

template <std::size_t Size>
static bool is_in(const std::string_view (&names)[Size], std::string_view name) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Whether an expression matches every packet, and only has a side effect.
static bool has_side_effect_only(std::string_view name) {
    static constexpr std::string_view kSideEffects[] = {"counter", "dup", "last", "log", "notrack"};
    return is_in(kSideEffects, name);
}

/// Whether an expression is a condition: packets that do not match skip the rest of the rule.
static bool is_match(std::string_view name) {
    static constexpr std::string_view kMatches[] = {
        "bitwise", "byteorder", "connlimit", "ct",     "dynset", "exthdr",  "fib",
        "hash",    "inner",     "limit",     "numgen", "osf",    "payload", "quota",
        "range",   "rt",        "socket",    "tunnel", "xfrm"};
    return is_in(kMatches, name);
}

namespace {

/// Follows packets through the expressions of a rule, which have the kernel's names.
class ExpressionWalk {
public:
    ExpressionWalk(std::uint8_t family, NfTablesSets& sets) : family_(family), sets_(sets) {}

    /// Takes the next expression. Returns whether packets can reach the one after it.
    bool take(std::string_view name, const NetlinkAttributes& data) {
        const auto loaded = std::exchange(loaded_, std::nullopt);
        if (name == "immediate") return take_immediate(data);
        if (name == "lookup") return take_lookup(data);
        if (name == "meta") return take_meta(data);
        if (name == "cmp") return take_comparison(data, loaded);
        if (name == "objref") return take_object(data);
        if (name == "match") return take_match(data);
        if (name == "target" && is_harmless_target(text(data, NFTA_TARGET_NAME))) {
            return true;
        }
        if (has_side_effect_only(name)) return true;
        return is_match(name) ? add_match() : block();
    }

    [[nodiscard]] const RuleEffect& effect() const { return effect_; }

private:
    bool add_match() {
        is_for_all_ = false;
        return true;
    }

    bool block() {
        effect_.may_block = is_reached();
        return false;
    }

    /// Whether none of the sets to look packets up in is empty.
    bool is_reached() {
        return std::all_of(needed_.begin(), needed_.end(),
                           [this](const auto& name) { return !sets_.read(name).is_empty; });
    }

    bool take_immediate(NetlinkAttributes data) {
        if (!data.find(NFTA_IMMEDIATE_DATA)) return true;
        const auto verdict = verdict_of(data.nested());
        if (!verdict) return true;
        const auto effect = effect_of_verdict(*verdict);
        effect_.ends_chain = effect.ends_chain && is_for_all_;
        if (effect.may_block) return block();
        if (effect.ends_chain && is_reached()) add_targets(effect, effect_);
        return verdict->code == static_cast<std::uint32_t>(NFT_CONTINUE);
    }

    bool take_lookup(const NetlinkAttributes& data) {
        const auto flags = number(data, NFTA_LOOKUP_FLAGS).value_or(0);
        if ((flags & NFT_LOOKUP_F_INV) != 0) return add_match();
        needed_.push_back(text(data, NFTA_LOOKUP_SET));
        if (number(data, NFTA_LOOKUP_DREG) != NFT_REG_VERDICT) return add_match();
        if (!is_reached()) return false;
        const auto& verdicts = sets_.read(needed_.back()).effect;
        if (verdicts.may_block) return block();
        add_targets(verdicts, effect_);
        return add_match();
    }

    bool take_meta(const NetlinkAttributes& data) {
        // It changes the packet's metadata.
        if (number(data, NFTA_META_SREG)) return true;
        loaded_ = number(data, NFTA_META_KEY);
        const bool is_family = loaded_ == NFT_META_NFPROTO || loaded_ == NFT_META_PROTOCOL;
        return is_family || add_match();
    }

    /// Packets of one family never match a comparison with the other one.
    bool take_comparison(NetlinkAttributes data, std::optional<std::uint32_t> loaded) {
        const auto own = loaded ? value_of_family(*loaded) : "";
        const auto operation = number(data, NFTA_CMP_OP);
        const bool is_plain = operation == NFT_CMP_EQ || operation == NFT_CMP_NEQ;
        if (own.empty() || !is_plain || !data.find(NFTA_CMP_DATA)) return add_match();
        auto compared = data.nested();
        if (!compared.find(NFTA_DATA_VALUE) || compared.bytes().size() != own.size()) {
            return add_match();
        }
        return (compared.bytes() == own) == (operation == NFT_CMP_EQ);
    }

    /// What meta loads for a packet of the family; empty for a key that does not depend on it.
    [[nodiscard]] std::string_view value_of_family(std::uint32_t key) const {
        const bool is_ipv4 = family_ == NFPROTO_IPV4;
        if (key == NFT_META_NFPROTO) return is_ipv4 ? "\x02" : "\x0a";
        if (key != NFT_META_PROTOCOL) return "";
        return {is_ipv4 ? "\x08\x00" : "\x86\xdd", 2};
    }

    bool take_object(const NetlinkAttributes& data) {
        const auto map = text(data, NFTA_OBJREF_SET_NAME);
        if (!map.empty()) needed_.push_back(map);
        const auto type = number(data, NFTA_OBJREF_IMM_TYPE);
        return type == NFT_OBJECT_SYNPROXY ? block() : add_match();
    }

    bool take_match(const NetlinkAttributes& data) {
        return text(data, NFTA_MATCH_NAME) == "comment" || add_match();
    }

    std::uint8_t family_;
    NfTablesSets& sets_;
    RuleEffect effect_;
    bool is_for_all_ = true;                ///< there was no condition so far
    std::vector<std::string_view> needed_;  ///< the sets in which packets were looked up
    std::optional<std::uint32_t> loaded_;   ///< the key that the last expression, a meta, loaded
};

}  // namespace

RuleEffect effect_of_expressions(NetlinkAttributes expressions, std::uint8_t family,
                                 NfTablesSets& sets) {
    ExpressionWalk walk(family, sets);
    while (expressions.next()) {
        std::string_view name;
        NetlinkAttributes data{""};
        for (auto each = expressions.nested(); each.next();) {
            if (each.type() == NFTA_EXPR_NAME) name = each.text();
            if (each.type() == NFTA_EXPR_DATA) data = each.nested();
        }
        if (!walk.take(name, data)) break;
    }
    return walk.effect();
}

}  // namespace monitoring
