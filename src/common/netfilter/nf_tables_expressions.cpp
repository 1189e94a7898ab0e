#include "common/netfilter/nf_tables_expressions.hpp"

#include <libnftnl/expr.h>
#include <libnftnl/rule.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "common/netfilter/nf_tables_verdict.hpp"
#include "common/netfilter/nftnl_object.hpp"

namespace monitoring {

using Expressions = NftnlObject<nftnl_expr_iter, nftnl_expr_iter_destroy>;

static std::string text(const nftnl_expr* expression, std::uint16_t attribute) {
    return nftnl_expr_is_set(expression, attribute)
               ? text_of(nftnl_expr_get_str(expression, attribute))
               : "";
}

static std::optional<std::uint32_t> number(const nftnl_expr* expression, std::uint16_t attribute) {
    if (!nftnl_expr_is_set(expression, attribute)) return {};
    return nftnl_expr_get_u32(expression, attribute);
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
    bool take(const nftnl_expr* expression) {
        const auto name = text(expression, NFTNL_EXPR_NAME);
        const auto loaded = std::exchange(loaded_, std::nullopt);
        if (name == "immediate") return take_immediate(expression);
        if (name == "lookup") return take_lookup(expression);
        if (name == "meta") return take_meta(expression);
        if (name == "cmp") return take_comparison(expression, loaded);
        if (name == "objref") return take_object(expression);
        if (name == "match") return take_match(expression);
        if (name == "target" && is_harmless_target(text(expression, NFTNL_EXPR_TG_NAME))) {
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

    bool take_immediate(const nftnl_expr* expression) {
        const auto verdict = number(expression, NFTNL_EXPR_IMM_VERDICT);
        if (!verdict) return true;
        const auto effect = effect_of_verdict(*verdict, text(expression, NFTNL_EXPR_IMM_CHAIN));
        effect_.ends_chain = effect.ends_chain && is_for_all_;
        if (effect.may_block) return block();
        if (effect.ends_chain && is_reached()) add_targets(effect, effect_);
        return *verdict == static_cast<std::uint32_t>(NFT_CONTINUE);
    }

    bool take_lookup(const nftnl_expr* expression) {
        const auto flags = number(expression, NFTNL_EXPR_LOOKUP_FLAGS).value_or(0);
        if ((flags & NFT_LOOKUP_F_INV) != 0) return add_match();
        needed_.push_back(text(expression, NFTNL_EXPR_LOOKUP_SET));
        if (number(expression, NFTNL_EXPR_LOOKUP_DREG) != NFT_REG_VERDICT) return add_match();
        if (!is_reached()) return false;
        const auto& verdicts = sets_.read(needed_.back()).effect;
        if (verdicts.may_block) return block();
        add_targets(verdicts, effect_);
        return add_match();
    }

    bool take_meta(const nftnl_expr* expression) {
        // It changes the packet's metadata.
        if (nftnl_expr_is_set(expression, NFTNL_EXPR_META_SREG)) return true;
        loaded_ = number(expression, NFTNL_EXPR_META_KEY);
        const bool is_family = loaded_ == NFT_META_NFPROTO || loaded_ == NFT_META_PROTOCOL;
        return is_family || add_match();
    }

    /// Packets of one family never match a comparison with the other one.
    bool take_comparison(const nftnl_expr* expression, std::optional<std::uint32_t> loaded) {
        std::uint32_t size = 0;
        const void* const data = nftnl_expr_get(expression, NFTNL_EXPR_CMP_DATA, &size);
        const auto operation = number(expression, NFTNL_EXPR_CMP_OP);
        const auto own = loaded ? value_of_family(*loaded) : "";
        const bool is_plain = operation == NFT_CMP_EQ || operation == NFT_CMP_NEQ;
        if (own.empty() || data == nullptr || size != own.size() || !is_plain) return add_match();
        const bool is_own = memcmp(data, own.data(), size) == 0;
        return is_own == (operation == NFT_CMP_EQ);
    }

    /// What meta loads for a packet of the family; empty for a key that does not depend on it.
    [[nodiscard]] std::string value_of_family(std::uint32_t key) const {
        if (key == NFT_META_NFPROTO) return {static_cast<char>(family_)};
        if (key != NFT_META_PROTOCOL) return "";
        return family_ == NFPROTO_IPV4 ? std::string("\x08\x00", 2) : std::string("\x86\xdd", 2);
    }

    bool take_object(const nftnl_expr* expression) {
        const auto map = text(expression, NFTNL_EXPR_OBJREF_SET_NAME);
        if (!map.empty()) needed_.push_back(map);
        const auto type = number(expression, NFTNL_EXPR_OBJREF_IMM_TYPE);
        return type == NFT_OBJECT_SYNPROXY ? block() : add_match();
    }

    bool take_match(const nftnl_expr* expression) {
        return text(expression, NFTNL_EXPR_MT_NAME) == "comment" || add_match();
    }

    std::uint8_t family_;
    NfTablesSets& sets_;
    RuleEffect effect_;
    bool is_for_all_ = true;               ///< there was no condition so far
    std::vector<std::string> needed_;      ///< the sets in which packets were looked up
    std::optional<std::uint32_t> loaded_;  ///< the key that the last expression, a meta, loaded
};

}  // namespace

RuleEffect effect_of_expressions(const nftnl_rule* rule, std::uint8_t family, NfTablesSets& sets) {
    const Expressions expressions(nftnl_expr_iter_create(rule));
    ExpressionWalk walk(family, sets);
    while (expressions) {
        const nftnl_expr* const expression = nftnl_expr_iter_next(expressions.get());
        if (expression == nullptr || !walk.take(expression)) break;
    }
    return walk.effect();
}

}  // namespace monitoring
