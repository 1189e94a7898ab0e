#include "common/netfilter/nf_tables_sets.hpp"

#include <libnftnl/set.h>
#include <linux/netfilter/nf_tables.h>

#include "common/netfilter/nf_tables_verdict.hpp"
#include "common/netfilter/nftnl_object.hpp"

namespace monitoring {

using Set = NftnlObject<nftnl_set, nftnl_set_free>;
using Elements = NftnlObject<nftnl_set_elems_iter, nftnl_set_elems_iter_destroy>;

/// Whether it is the end of an interval, which is an element of its own.
static bool is_end(nftnl_set_elem* element) {
    return nftnl_set_elem_is_set(element, NFTNL_SET_ELEM_FLAGS) &&
           (nftnl_set_elem_get_u32(element, NFTNL_SET_ELEM_FLAGS) & NFT_SET_ELEM_INTERVAL_END) != 0;
}

/// Adds one element. Returns whether further ones could matter.
static bool take_element(nftnl_set_elem* element, SetContent& content) {
    content.is_empty = false;
    if (!nftnl_set_elem_is_set(element, NFTNL_SET_ELEM_VERDICT)) return false;
    const auto verdict = nftnl_set_elem_get_u32(element, NFTNL_SET_ELEM_VERDICT);
    const auto effect =
        effect_of_verdict(verdict, text_of(nftnl_set_elem_get_str(element, NFTNL_SET_ELEM_CHAIN)));
    content.effect.may_block = effect.may_block;
    add_targets(effect, content.effect);
    return !effect.may_block;
}

const SetContent& NfTablesSets::read(const std::string& name) {
    const auto [found, is_new] = known_.try_emplace(name);
    SetContent& content = found->second;
    if (!is_new) return content;
    socket_.ask({NFT_MSG_GETSETELEM, true, table_, name}, [&content](const nlmsghdr* message) {
        const Set set(nftnl_set_alloc());
        if (nftnl_set_elems_nlmsg_parse(message, set.get()) != 0) {
            // An element that libnftnl cannot parse.
            content = {.is_empty = false, .effect = {.may_block = true}};
            return false;
        }
        const Elements elements(nftnl_set_elems_iter_create(set.get()));
        while (auto* const element = nftnl_set_elems_iter_next(elements.get())) {
            if (!is_end(element) && !take_element(element, content)) return false;
        }
        return true;
    });
    return content;
}

}  // namespace monitoring
