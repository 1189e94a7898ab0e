#pragma once

#include <string>
#include <vector>

#include "common/netfilter/input_filter.hpp"
#include "common/procfs/procfs.hpp"

namespace monitoring {

/// Whether this host filters what it receives, and by what: "nf_tables: 12 rules on input".
struct Firewall {
    bool is_on = false;
    std::string details{};
};

/// What was found in one backend of netfilter, or why that could not be told.
struct BackendReport {
    InputFilter filter;
    std::string obstacle{};  ///< empty: none
};

/// One backend that filters is an answer, whatever the other one does. Throws Error when neither
/// does but one of them is not known.
[[nodiscard]] Firewall judge_firewall(const std::vector<BackendReport>& reports,
                                      Requirement requirement);

/// Looks at both backends of netfilter, for a family (AF_INET or AF_INET6), in this network
/// namespace. Makes no table that is not there. Throws Error.
[[nodiscard]] Firewall read_firewall(const ProcFs& proc, int family, Requirement requirement);

}  // namespace monitoring
