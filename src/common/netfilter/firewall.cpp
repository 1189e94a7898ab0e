#include "common/netfilter/firewall.hpp"

#include <algorithm>

#include "common/netfilter/legacy_table.hpp"
#include "common/netfilter/nf_tables.hpp"
#include "common/text/error.hpp"

namespace monitoring {

Firewall judge_firewall(const std::vector<BackendReport>& reports, Requirement requirement) {
    Firewall firewall;
    for (const auto& report : reports) {
        firewall.is_on = firewall.is_on || satisfies(report.filter, requirement);
        firewall.rules += report.filter.rules;
        const auto details = describe(report.filter, requirement);
        if (!details.empty() && !firewall.details.empty()) firewall.details += "; ";
        firewall.details += details;
    }
    const auto unknown = std::find_if(reports.begin(), reports.end(),
                                      [](const auto& each) { return !each.error.empty(); });
    if (unknown != reports.end()) {
        if (!firewall.is_on) throw Error(unknown->error);
        if (!firewall.details.empty()) firewall.details += "; ";
        firewall.details += unknown->filter.backend + ": not known";
    }
    if (firewall.details.empty()) firewall.details = "no rules on input";
    return firewall;
}

template <typename Read>
static BackendReport find(const char* backend, Read read) {
    try {
        return {read(), ""};
    } catch (const Error& error) {
        return {InputFilter{.backend = backend}, error.what()};
    }
}

Firewall read_firewall(const ProcFs& proc, int family, Requirement requirement) {
    return judge_firewall({find("nf_tables", [&] { return read_nf_tables(family); }),
                           find("legacy", [&] { return read_legacy_table(proc, family); })},
                          requirement);
}

}  // namespace monitoring
