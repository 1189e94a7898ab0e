// check-resolver: alerts when a name takes long to resolve, or does not resolve.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "common/dns/options.hpp"
#include "common/dns/records.hpp"
#include "common/tool/check.hpp"
#include "common/tool/findings.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  check-resolver --host www.example.com -w 0.5 -c 2    # by seconds
  check-resolver -H www.example.com --all-servers    # each name server by itself
  check-resolver -H www.example.com -s 192.0.2.53 --expect 192.0.2.0/24    # its addresses, too)";

/// What the user expects of an answer.
struct ExpectedAnswer {
    Thresholds limits{duration_limit_option("2"), duration_limit_option("2")};
    std::vector<Network> networks;
};

/// A tenth of a millisecond is the least that is shown, and what is judged is what is shown.
static double rounded(Seconds elapsed) {
    using Shown = std::chrono::duration<std::int64_t, std::ratio<1, 10'000>>;
    // Without libm, which would be one more library to load at each start.
    const auto shown = std::max(std::chrono::round<Shown>(elapsed), Shown(1));
    return static_cast<double>(shown.count()) / 1e4;
}

static std::string format_seconds(Seconds elapsed) {
    return fmt::format("{} sec", rounded(elapsed));
}

/// Finds the addresses that are in none of the networks.
static void judge_addresses(const Records& records, const ExpectedAnswer& expected,
                            Findings& findings) {
    if (expected.networks.empty()) return;
    const auto strangers = records_outside(records, expected.networks);
    if (strangers.empty()) return;
    findings.add(Status::critical, fmt::format("{} {} not in {}", short_list(strangers),
                                               strangers.size() == 1 ? "is" : "are",
                                               short_list(network_texts(expected.networks))));
}

static void judge_time(Seconds elapsed, const ExpectedAnswer& expected, Findings& findings) {
    const auto breach = expected.limits.above(rounded(elapsed));
    findings.add(breach ? breach->status : Status::ok,
                 fmt::format("elapsed_time {}{}", format_seconds(elapsed),
                             breach ? " > " + breach->limit : ""));
}

/// What else there is to say about the servers: how long each took, or why one was of no use.
static std::string remarks(const Lookup& lookup, bool ask_all) {
    auto remarks = ask_all ? std::vector<std::string>{} : problems(lookup);
    for (const Reply& reply : lookup.answers) {
        remarks.push_back(fmt::format("{} from {}", format_seconds(reply.elapsed), reply.server));
    }
    return remarks.empty() ? "" : "; " + short_list(remarks);
}

static std::vector<Measure> measures(const Lookup& lookup, const Bounds& limits) {
    std::vector<Measure> all{within({"elapsed_time", rounded(lookup.elapsed), "s", 0}, limits)};
    for (const Reply& reply : lookup.answers) {
        all.push_back(within({"elapsed_" + reply.server, rounded(reply.elapsed), "s", 0}, limits));
    }
    return all;
}

static Verdict judge(const Lookup& lookup, const LookupRequest& request,
                     const LookupOptions& options, const ExpectedAnswer& expected) {
    const auto failures = problems(lookup);
    if (lookup.outcome != Outcome::found) {
        const Clause failure{"",
                             fmt::format("hosts not found in {} ({}: ",
                                         format_seconds(lookup.elapsed), options.host),
                             failures, ")"};
        return {Status::critical, fit_message({failure}, request.note), request.note,
                measures(lookup, {{}, expected.limits})};
    }
    Findings findings(request.note);
    judge_addresses(lookup.records, expected, findings);
    if (options.ask_all && !failures.empty()) {
        findings.add(Status::warning, short_list(failures));
    }
    judge_time(lookup.elapsed, expected, findings);
    auto verdict = findings.verdict(
        {{" (", fmt::format("{} IN {} ", options.host, record_type_name(options.type)),
          record_texts(lookup.records), remarks(lookup, options.ask_all) + ")"}});
    verdict.measures = measures(lookup, {{}, expected.limits});
    return verdict;
}

static void add_options(CommandLine& cli, LookupOptions& options, ExpectedAnswer& expected) {
    add_thresholds(cli, expected.limits, duration_limit_option,
                   {.type = "DURATION", .condition = "it takes longer than that (default: 2)"});
    add_lookup_options(cli, options);
    cli.add_list("--expect", expected.networks, network_option, "IP|CIDR",
                 "CRITICAL when an address is found that is in none of these");
    cli.add_flag("--all-servers", options.ask_all,
                 "Ask each name server by itself; WARNING when one fails while others do not");
    cli.originals({"w", "c", "host"});
    cli.footer(kExamples);
}

static Verdict check_resolver(const Arguments& arguments) {
    LookupOptions options;
    ExpectedAnswer expected;
    CommandLine cli{"Alert when a name takes long to resolve, or does not resolve"};
    add_options(cli, options, expected);
    parse(cli, arguments);
    if (!expected.networks.empty()) require_address_type("--expect", options.type);
    const auto request = make_lookup_request(options, arguments.budget());
    return judge(look_up(request), request, options, expected);
}

/// Time for three servers that are all dead, and still less than the agent gives a check.
static constexpr Seconds kTimeout{25};

int main(int argc, char** argv) { return run_check(argc, argv, check_resolver, kTimeout); }
