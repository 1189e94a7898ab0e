#pragma once

#include <string_view>
#include <vector>

#include "common/net/interface_addresses.hpp"
#include "common/netfilter/firewall.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

/// When a host must filter: when it has a global address, always, or never.
enum class ExpectedFilter { by_address, on, off };

/// "auto", "on" or "off". Throws UsageError.
[[nodiscard]] ExpectedFilter expected_filter_option(std::string_view text);

struct ExposureRules {
    ExpectedFilter expected = ExpectedFilter::by_address;
    Status unneeded = Status::critical;  ///< for a host that filters, but has no global address
};

/// How this host can be reached over a family (AF_INET or AF_INET6).
struct Exposure {
    int family = 0;
    std::vector<InterfaceAddress> addresses{};  ///< the global ones; empty when they do not matter
    Firewall firewall{};
};

/// The verdict on one family, in parts: the headlines of both families come before the rest.
struct ExposureVerdict {
    int family = 0;
    Status status = Status::unknown;
    std::string headline;
    std::vector<std::string> addresses;
    std::string details;
    std::vector<Measure> measures{};
};
[[nodiscard]] ExposureVerdict judge_exposure(const Exposure& exposure, const ExposureRules& rules);

/// "HEADLINE | ADDRESSES; DETAILS" of one family. Of two it is
/// "HEADLINE; HEADLINE | IPv6: ADDRESSES; DETAILS; IPv4: ADDRESSES; DETAILS", the worse one first.
/// As many addresses are listed as fit. A family that could not be judged has a headline only,
/// which names the family unless both have the same one, which then appears once.
[[nodiscard]] Verdict join_exposures(std::vector<ExposureVerdict> verdicts);

}  // namespace monitoring
