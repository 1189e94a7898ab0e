// check-myip: tells the local address of a connection to a host, and alerts when it is another one
// than expected or than at the last run.

#include <fmt/format.h>
#include <sys/socket.h>

#include "common/hosts/connect.hpp"
#include "common/net/local_address.hpp"
#include "common/net/network_address.hpp"
#include "common/runtime/activity.hpp"
#include "common/state/state.hpp"
#include "common/tool/glue.hpp"
#include "common/tool/line_budget.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  check-myip example.com 443    # prints 192.168.1.10
  check-myip example.com 443 --expect 192.168.0.0/16    # alerts when it is another one
  check-myip 192.0.2.1 53 --udp --changed    # alerts when the route changes; sends nothing)";

struct Options {
    Peer peer;
    std::vector<Network> expected;
    bool is_ipv4_only = false;
    bool is_ipv6_only = false;
    bool is_change_alert = false;
};

/// The address and in which of the expected networks it is not.
static Verdict judge_expected(const IpAddress& address, const std::vector<Network>& expected) {
    if (expected.empty() || is_in_any(expected, address)) return {Status::ok, address.text(), ""};
    const auto networks = long_list(network_texts(expected));
    return {Status::critical, fmt::format("{} is not in {}", address.text(), networks), ""};
}

/// Turns the verdict into one on a change since the last run. That run may have been before a
/// reboot, after which an address often is another one.
static void judge_change(const Options& options, const IpAddress& address, Verdict& verdict) {
    const auto& [host, port, family, is_datagram] = options.peer;
    const StateFile file("check-myip", {host, std::to_string(port), std::to_string(family),
                                        is_datagram ? "udp" : "tcp"});
    const auto memory = file.load();
    const auto before = memory ? parse_ip_address(memory->content) : std::nullopt;
    if (memory && !before) warn_of_damage("address");
    verdict.note = not_saved_note(file.save(stamp_now(ProcFs()), address.text()));
    if (!before && options.expected.empty()) doubt_without_memory(verdict);
    if (!before || *before == address) return;
    verdict.message += fmt::format(" (it was {} at the last run)", before->text());
    verdict.status = Status::critical;
}

static Verdict judge(const Options& options, Seconds timeout) {
    const auto& [host, port, family, is_datagram] = options.peer;
    const auto name = format_host_port(host, port);
    const Activity activity("connecting to " + name);
    const Connection connection = connect_to(options.peer, timeout);
    if (!connection.socket.is_open()) {
        return {Status::critical, fmt::format("cannot connect to {}: {}", name, connection.failure),
                ""};
    }
    const IpAddress address = local_address(connection.socket.get());
    Verdict verdict = judge_expected(address, options.expected);
    if (options.is_change_alert) judge_change(options, address, verdict);
    return verdict;
}

static void read_options(const Arguments& arguments, Options& options) {
    CommandLine cli{"Tell the local address of a connection to a host"};
    // CLI11 would let somebody name neither.
    cli.add_value("HOST", options.peer.host, host_option, "", "Name or address").required();
    cli.add_value("PORT", options.peer.port, port_option, "", "Port").required();
    cli.add_list("--expect", options.expected, network_option, "IP|CIDR",
                 "CRITICAL when the address is not that, or not in there");
    cli.add_flag("--changed", options.is_change_alert,
                 "CRITICAL once when the address differs from the one of the last run");
    cli.add_flag("--udp", options.peer.is_datagram,
                 "Ask for the route only: nothing is sent, nobody need listen");
    const auto ipv4 = cli.add_flag("-4", options.is_ipv4_only, "Connect by IPv4 only");
    cli.add_flag("-6", options.is_ipv6_only, "Connect by IPv6 only").excludes(ipv4);
    cli.footer(kExamples);
    parse(cli, arguments);
    if (options.is_ipv4_only) options.peer.family = AF_INET;
    if (options.is_ipv6_only) options.peer.family = AF_INET6;
}

/// The address stands alone, for scripts, unless there was something to judge.
static Ending check_myip(const Arguments& arguments) {
    Options options;
    read_options(arguments, options);
    Verdict verdict = judge(options, arguments.budget());
    const bool is_bare =
        verdict.status == Status::ok && options.expected.empty() && !options.is_change_alert;
    verdict.status = arguments.common->shown_as(verdict.status);
    const Style& style = arguments.common->style;
    if (is_bare && verdict.status == Status::ok && style.is_usual()) {
        return {verdict.message + "\n", 0};
    }
    return ending_of(verdict, style);
}

int main(int argc, char** argv) { return run_tool(argc, argv, Kind::check, check_myip); }
