#pragma once

struct ip6t_entry;
struct ipt_entry;
struct xt_counters;
struct xtc_handle;

namespace monitoring {

/// The functions of libip4tc (Entry = ipt_entry) or libip6tc (ip6t_entry) that are used, without
/// their prefix iptc_ or ip6tc_.
template <typename Entry>
struct XtablesLibrary {
    xtc_handle* (*init)(const char* table);
    void (*free)(xtc_handle* handle);
    int (*is_chain)(const char* name, xtc_handle* handle);
    const Entry* (*first_rule)(const char* chain, xtc_handle* handle);
    const Entry* (*next_rule)(const Entry* before, xtc_handle* handle);
    const char* (*get_target)(const Entry* entry, xtc_handle* handle);
    const char* (*get_policy)(const char* chain, xt_counters* counters, xtc_handle* handle);
    const char* (*strerror)(int error_number);
};

/// Loads the library at run time, since few hosts have such tables; it is never unloaded. Throws
/// Error when it is missing.
[[nodiscard]] XtablesLibrary<ipt_entry> load_ipv4_xtables();
[[nodiscard]] XtablesLibrary<ip6t_entry> load_ipv6_xtables();

}  // namespace monitoring
