#include "common/netfilter/xtables_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <climits>

#include "common/text/error.hpp"

// Of the two headers only one is made for C++.
extern "C" {
#include <libiptc/libip6tc.h>
#include <libiptc/libiptc.h>
}

namespace monitoring {

class Library {
public:
    explicit Library(const char* name) : name_(name), handle_(dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
        if (handle_ == nullptr) throw failure();
    }

    template <typename Function>
    [[nodiscard]] Function* find(const char* name) const {
        void* const function = dlsym(handle_, name);
        if (function == nullptr) throw failure();
        return reinterpret_cast<Function*>(function);
    }

private:
    [[nodiscard]] Error failure() const {
        const char* const reason = dlerror();
        return Error(
            fmt::format("cannot load {}, which reading tables of iptables-legacy needs; is "
                        "its package installed? ({})",
                        name_, reason == nullptr ? "unknown reason" : reason));
    }

    const char* name_;
    void* handle_;
};

XtablesLibrary<ipt_entry> load_ipv4_xtables() {
    const Library library("libip4tc.so.2");
    return {.init = library.find<decltype(iptc_init)>("iptc_init"),
            .free = library.find<decltype(iptc_free)>("iptc_free"),
            .is_chain = library.find<decltype(iptc_is_chain)>("iptc_is_chain"),
            .first_rule = library.find<decltype(iptc_first_rule)>("iptc_first_rule"),
            .next_rule = library.find<decltype(iptc_next_rule)>("iptc_next_rule"),
            .get_target = library.find<decltype(iptc_get_target)>("iptc_get_target"),
            .get_policy = library.find<decltype(iptc_get_policy)>("iptc_get_policy"),
            .strerror = library.find<decltype(iptc_strerror)>("iptc_strerror")};
}

XtablesLibrary<ip6t_entry> load_ipv6_xtables() {
    const Library library("libip6tc.so.2");
    return {.init = library.find<decltype(ip6tc_init)>("ip6tc_init"),
            .free = library.find<decltype(ip6tc_free)>("ip6tc_free"),
            .is_chain = library.find<decltype(ip6tc_is_chain)>("ip6tc_is_chain"),
            .first_rule = library.find<decltype(ip6tc_first_rule)>("ip6tc_first_rule"),
            .next_rule = library.find<decltype(ip6tc_next_rule)>("ip6tc_next_rule"),
            .get_target = library.find<decltype(ip6tc_get_target)>("ip6tc_get_target"),
            .get_policy = library.find<decltype(ip6tc_get_policy)>("ip6tc_get_policy"),
            .strerror = library.find<decltype(ip6tc_strerror)>("ip6tc_strerror")};
}

}  // namespace monitoring
