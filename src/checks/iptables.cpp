// check-iptables: alerts when a host with a global address does not filter what it receives, or one
// without does.

#include <fmt/format.h>
#include <sys/socket.h>

#include "common/net/global_addresses.hpp"
#include "common/netfilter/exposure.hpp"
#include "common/tool/check.hpp"

using namespace monitoring;

static constexpr auto kExamples =
    "Examples:\n"
    "  check-iptables    # filter if, and only if, reachable\n"
    "  check-iptables -6 --unneeded ok --exclude-interface 'docker*'"
    "    # IPv6 too; a needless filter is fine\n"
    "  check-iptables --expect on --require drop-policy    # whatever the addresses";

struct Options {
    ExposureRules rules;
    Requirement requirement = Requirement::rules;
    AddressRules addresses;
    bool is_ipv6_wanted = false;
};

static void add_options(CommandLine& cli, Options& options) {
    cli.add_value(
        "--expect", options.rules.expected, expected_filter_option, "auto|on|off",
        "Filtering must be on where there is a global address and off elsewhere (auto, the "
        "default), or on, or off, whatever the addresses");
    cli.add_flag("-6", options.is_ipv6_wanted, "Judge IPv6 as well, on its own");
    cli.add_list("--private", options.addresses.is_private, network_option, "CIDR",
                 "Addresses in it are not global");
    cli.add_list("--treat-as-global", options.addresses.treat_as_global, network_option, "CIDR",
                 "Addresses in it are global");
    cli.add_list("--exclude-interface", options.addresses.excluded_interfaces, text_option, "GLOB",
                 "No addresses of interfaces of that name, such as 'docker*'");
    cli.add_value(
        "--require", options.requirement, requirement_option, "loaded|rules|drop-policy",
        "What filtering is: a chain on input, one that can keep something out by a rule or by "
        "a policy of drop (the default), or only one with that policy");
    cli.add_value("--unneeded", options.rules.unneeded, status_option, "STATUS",
                  "The status where filtering is on without a global address (default: critical)");
    cli.footer(kExamples);
}

static ExposureVerdict judge(const Options& options, int family) {
    Exposure exposure{.family = family};
    exposure.firewall = read_firewall(ProcFs(), family, options.requirement);
    if (options.rules.expected == ExpectedFilter::by_address) {
        exposure.addresses = global_addresses(interface_addresses(), family, options.addresses);
    }
    return judge_exposure(exposure, options.rules);
}

/// The same, but what prevents judging one family does not prevent judging the other one.
static ExposureVerdict try_to_judge(const Options& options, int family) {
    try {
        return judge(options, family);
    } catch (const Error& error) {
        return {family, Status::unknown, error.what(), {}, ""};
    }
}

static Verdict check_iptables(const Arguments& arguments) {
    Options options;
    CommandLine cli{"Alert when a host with a global address does not filter, or one without does"};
    add_options(cli, options);
    parse(cli, arguments);
    ProcFs().require_network_of_host();

    std::vector verdicts{try_to_judge(options, AF_INET)};
    if (options.is_ipv6_wanted) verdicts.push_back(try_to_judge(options, AF_INET6));
    return join_exposures(verdicts);
}

int main(int argc, char** argv) { return run_check(argc, argv, check_iptables); }
