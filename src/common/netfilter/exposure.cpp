#include "common/netfilter/exposure.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

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
    if (rules.expected != ExpectedFilter::by_address) return verdict;

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

/// The text with the family in front when there are several.
static std::string with_family(const ExposureVerdict& verdict, const std::string& text,
                               bool is_one_of_several) {
    if (!is_one_of_several) return text;
    return fmt::format("{}: {}", verdict.family == AF_INET6 ? "IPv6" : "IPv4", text);
}

/// The text behind a headline, with up to `characters` of addresses.
static std::string state_of(const ExposureVerdict& verdict, std::size_t characters) {
    if (verdict.addresses.empty()) return verdict.details;
    return fmt::format("{}; {}", join_fitting(verdict.addresses, characters), verdict.details);
}

/// The headline, which is the reason where a family could not be judged.
static std::string headline_of(const ExposureVerdict& verdict, bool is_one_of_several) {
    // After judging, the headline itself names the family.
    const bool is_named = !verdict.details.empty();
    return with_family(verdict, printable(verdict.headline), is_one_of_several && !is_named);
}

Verdict join_exposures(std::vector<ExposureVerdict> verdicts) {
    arrange(verdicts);
    const bool are_several = verdicts.size() > 1;
    Verdict joined{verdicts.front().status, "", ""};
    // "CRITICAL: " and the newline, then what separates and names the parts.
    std::size_t used = 11;
    for (const auto& verdict : verdicts) {
        if (!joined.message.empty()) joined.message += "; ";
        joined.message += headline_of(verdict, are_several);
        used += count_characters(printable(verdict.details)) + 11;
    }
    used += count_characters(joined.message);
    static constexpr std::size_t kLeast = 64;
    const std::size_t left = kMaxLineLength - std::min(used, kMaxLineLength);
    const auto* separator = " | ";
    for (const auto& verdict : verdicts) {
        const auto state = state_of(verdict, std::max(left / verdicts.size(), kLeast));
        if (state.empty()) continue;
        joined.message += separator + with_family(verdict, state, are_several);
        separator = "; ";
    }
    return joined;
}

}  // namespace monitoring
