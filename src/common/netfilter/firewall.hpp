#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "common/netfilter/input_filter.hpp"
#include "common/procfs/procfs.hpp"

namespace monitoring {

/// Whether this host filters incoming packets, and with what: "nf_tables: 12 rules on input".
struct Firewall {
    bool is_on = false;
    std::string details{};
    std::uint64_t rules = 0;  ///< on input, of both backends
};

/// The filter of one backend of netfilter, or why it is unknown.
struct BackendReport {
    InputFilter filter;
    std::string error{};  ///< why it could not be read; else empty
};

/// On when one backend filters, whatever the other one does. Throws Error when neither does and one
/// of them is unknown.
[[nodiscard]] Firewall judge_firewall(const std::vector<BackendReport>& reports,
                                      Requirement requirement);

/// Reads both backends of netfilter, for a family (AF_INET or AF_INET6), in this network namespace.
/// Does not make the kernel create tables. Throws Error.
[[nodiscard]] Firewall read_firewall(const ProcFs& proc, int family, Requirement requirement);

}  // namespace monitoring
