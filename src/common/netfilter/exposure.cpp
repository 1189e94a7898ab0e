#include "common/netfilter/exposure.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>

#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "common/tool/findings.hpp"

namespace monitoring {

ExpectedFilter expected_filter_option(std::string_view text) {
    if (text == "auto") return ExpectedFilter::by_address;
    if (text == "on") return ExpectedFilter::on;
    if (text == "off") return ExpectedFilter::off;
    throw UsageError(fmt::format("'{}' is none of auto, on and off", text));
}

static Status status_of(const Exposure& exposure, const ExposureRules& rules) {
    const bool is_on = exposure.firewall.is_on;
    const bool is_needed =
        rules.expected == ExpectedFilter::on ||
        (rules.expected == ExpectedFilter::by_address && !exposure.addresses.empty());
    if (is_on == is_needed) return Status::ok;
    const bool is_unneeded = is_on && rules.expected == ExpectedFilter::by_address;
    return is_unneeded ? rules.unneeded : Status::critical;
}

ExposureVerdict judge_exposure(const Exposure& exposure, const ExposureRules& rules) {
    const bool is_ipv6 = exposure.family == AF_INET6;
    const auto state = fmt::format("{}(filter) is {}", is_ipv6 ? "ip6tables" : "iptables",
                                   exposure.firewall.is_on ? "enabled" : "disabled");
    ExposureVerdict verdict{
        exposure.family, status_of(exposure, rules), state, {}, exposure.firewall.details};
    const auto measure = [is_ipv6](const char* label, std::size_t count) {
        return Measure{fmt::format("{}{}", is_ipv6 ? "ipv6_" : "", label),
                       static_cast<double>(count), "", 0};
    };
    verdict.measures = {measure("rules", exposure.firewall.rules)};
    if (rules.expected != ExpectedFilter::by_address) return verdict;
    verdict.measures.insert(verdict.measures.begin(),
                            measure("global_addresses", exposure.addresses.size()));

    const bool is_global = !exposure.addresses.empty();
    verdict.headline = fmt::format("{} {}{} {}", is_global ? "have" : "does not have",
                                   is_ipv6 ? "global-ipv6" : "global-ip",
                                   is_global == exposure.firewall.is_on ? " and" : ", but", state);
    for (const auto& [interface, address, is_up] : exposure.addresses) {
        verdict.addresses.push_back(fmt::format("{} on {}", address.text(), printable(interface)));
    }
    if (!is_global) verdict.addresses.emplace_back("no global address");
    return verdict;
}

/// Sorts the verdicts by severity, the worst first, and removes duplicates: without permission to
/// ask the kernel both families have the same one.
static void arrange(std::vector<ExposureVerdict>& verdicts) {
    std::stable_sort(verdicts.begin(), verdicts.end(), [](const auto& one, const auto& other) {
        return severity(one.status) > severity(other.status);
    });
    const auto are_alike = [](const auto& one, const auto& other) {
        return one.headline == other.headline && one.status == other.status;
    };
    verdicts.erase(std::unique(verdicts.begin(), verdicts.end(), are_alike), verdicts.end());
}

Verdict join_exposures(std::vector<ExposureVerdict> verdicts) {
    arrange(verdicts);
    Findings findings;
    std::vector<Clause> state;
    for (const auto& verdict : verdicts) {
        const std::string name = verdict.family == AF_INET6 ? "IPv6: " : "IPv4: ";
        const auto family = verdicts.size() > 1 ? name : "";
        if (verdict.details.empty()) {
            findings.add(verdict.status, family + verdict.headline);
            continue;
        }
        // After judging, the headline itself names the family.
        findings.add(verdict.status, verdict.headline);
        const auto* separator = state.empty() ? " | " : "; ";
        if (verdict.addresses.empty()) {
            state.push_back({separator, family, {verdict.details}});
        } else {
            state.push_back({separator, family, verdict.addresses, "; " + verdict.details});
        }
    }
    auto joined = findings.verdict(state);
    for (const auto& verdict : verdicts) {
        joined.measures.insert(joined.measures.end(), verdict.measures.begin(),
                               verdict.measures.end());
    }
    return joined;
}

}  // namespace monitoring
