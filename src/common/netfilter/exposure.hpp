#pragma once

#include <string_view>
#include <vector>

#include "common/net/interface_addresses.hpp"
#include "common/netfilter/firewall.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

/// When a host shall filter: when it has a global address, or always, or never.
enum class ExpectedFilter { by_address, on, off };

/// "auto", "on" or "off". Throws UsageError.
[[nodiscard]] ExpectedFilter expected_filter_option(std::string_view text);

struct ExposureRules {
    ExpectedFilter expected = ExpectedFilter::by_address;
    Status unneeded = Status::critical;  ///< of a host that filters, but has no global address
};

/// What a family (AF_INET or AF_INET6) lets others reach of this host.
struct Exposure {
    int family = 0;
    std::vector<InterfaceAddress> addresses{};  ///< the global ones, unless they do not matter
    Firewall firewall{};
};

/// The verdict on one family before it is put into words: the headline stands in front of those
/// of other families, the rest behind.
struct ExposureVerdict {
    int family = 0;
    Status status = Status::unknown;
    std::string headline;
    std::vector<std::string> addresses;
    std::string details;
};
[[nodiscard]] ExposureVerdict judge_exposure(const Exposure& exposure, const ExposureRules& rules);

/// "HEADLINE | ADDRESSES; DETAILS" of one family. Of two it is
/// "HEADLINE; HEADLINE | IPv6: ADDRESSES; DETAILS; IPv4: ADDRESSES; DETAILS", the worse one first.
/// As many addresses stand there as fit. A family that could not be judged has a headline only,
/// which names it unless it is the same for both and stands there once.
[[nodiscard]] Verdict join_exposures(std::vector<ExposureVerdict> verdicts);

}  // namespace monitoring
