#include "common/netfilter/nf_tables_sets.hpp"

#include <linux/netfilter/nf_tables.h>

#include <utility>

#include "common/netfilter/nf_tables_verdict.hpp"

namespace monitoring {

/// Adds one element. Returns whether further ones could matter.
static bool take_element(NetlinkAttributes element, SetContent& content) {
    std::uint32_t flags = 0;
    std::optional<NfTablesVerdict> verdict;
    while (element.next()) {
        if (element.type() == NFTA_SET_ELEM_FLAGS) flags = element.number();
        if (element.type() == NFTA_SET_ELEM_DATA) verdict = verdict_of(element.nested());
    }
    // The end of an interval is an element of its own.
    if ((flags & NFT_SET_ELEM_INTERVAL_END) != 0) return true;
    content.is_empty = false;
    if (!verdict) return false;
    const auto effect = effect_of_verdict(*verdict);
    content.effect.may_block = effect.may_block;
    add_targets(effect, content.effect);
    return !effect.may_block;
}

const SetContent& NfTablesSets::read(std::string_view name) {
    const auto found = known_.find(name);
    if (found != known_.end()) return found->second;
    return known_.emplace(name, read_elements(name)).first->second;
}

SetContent NfTablesSets::read_elements(std::string_view name) {
    SetContent content;
    socket_.ask(elements_request(table_, name));
    while (auto message = socket_.next()) {
        if (!message->attributes.find(NFTA_SET_ELEM_LIST_ELEMENTS)) continue;
        for (auto elements = message->attributes.nested(); elements.next();) {
            if (!take_element(elements.nested(), content)) return content;
        }
    }
    return content;
}

}  // namespace monitoring
