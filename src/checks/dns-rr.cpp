// check-dns-rr: alerts when a name has too few addresses, or too many.

#include <fmt/format.h>

#include "common/dns/options.hpp"
#include "common/dns/records.hpp"
#include "common/tool/check.hpp"
#include "common/tool/line_budget.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  check-dns-rr --host www.example.com -w 3 -c 2    # at least three addresses
  check-dns-rr -H web.service.consul -q SRV -s 127.0.0.1:8600 --tcp -C 50    # at most fifty
  check-dns-rr -H www.example.com -c 1 --contains 192.0.2.1    # this one among them)";

/// What the user expects of the records.
struct ExpectedRecords {
    Bounds count{.under = {number_limit_option("2"), number_limit_option("2")}, .over = {}};
    std::vector<IpAddress> contained;
    Status lookup_failure = Status::critical;
};

/// "NXDOMAIN" or "no data". Which server said so may differ from run to run, and is not said.
static std::string reason_for_none(const Lookup& lookup) {
    return lookup.outcome == Outcome::no_data ? "no data" : "NXDOMAIN";
}

static Verdict judge(const Lookup& lookup, const LookupOptions& options,
                     const ExpectedRecords& expected, const std::string& note) {
    if (lookup.outcome == Outcome::failed) {
        const Clause failure{"", options.host + " could not be looked up: ", problems(lookup)};
        return {expected.lookup_failure, fit_message({failure}, note), note};
    }
    const auto count = static_cast<double>(lookup.records.size());
    const auto breach = expected.count.beyond(count);
    const Clause missing{"", "", missing_addresses(lookup.records, expected.contained), " missing"};
    Status status = breach ? breach->status : Status::ok;
    if (!missing.names.empty()) status = Status::critical;
    const auto limit = breach ? (breach->is_below ? " < " : " > ") + breach->limit : "";
    const Clause found{" | ",
                       fmt::format("{} dns-rr hosts found{} ({}", lookup.records.size(), limit,
                                   status == Status::ok ? "" : options.host + ": "),
                       lookup.records.empty() ? std::vector{reason_for_none(lookup)}
                                              : record_texts(lookup.records),
                       ")"};
    return {status,
            fit_message({missing, found}, note),
            note,
            {within({"records", count, "", 0}, expected.count)}};
}

static void add_options(CommandLine& cli, LookupOptions& options, ExpectedRecords& expected) {
    add_bounds(cli, expected.count, number_limit_option,
               {.type = "N", .condition = "fewer records than that are found (default: 2)"},
               "more records than that are found");
    add_lookup_options(cli, options);
    cli.add_list("--contains", expected.contained, ip_address_option, "IP",
                 "CRITICAL when that address is not among them");
    cli.add_value("--lookup-failure", expected.lookup_failure, status_option, "STATUS",
                  "The status when nobody knows how many there are (default: critical)");
    cli.originals({"w", "c", "host"});
    cli.footer(kExamples);
}

static Verdict check_dns_rr(const Arguments& arguments) {
    LookupOptions options;
    ExpectedRecords expected;
    CommandLine cli{"Alert when a name has too few or too many addresses, or other records"};
    add_options(cli, options, expected);
    parse(cli, arguments);
    for (const auto& address : expected.contained) {
        require_address_type("--contains", options.type, address);
    }
    const auto request = make_lookup_request(options, arguments.budget());
    return judge(look_up(request), options, expected, request.note);
}

int main(int argc, char** argv) { return run_check(argc, argv, check_dns_rr); }
