#include "common/dns/options.hpp"

#include <ares.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <iterator>

#include "common/dns/name.hpp"
#include "common/dns/random.hpp"
#include "common/dns/resolv_conf.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr auto kResolvConf = "/etc/resolv.conf";

/// The version that runs.
static std::string cares_version() { return std::string("c-ares ") + ares_version(nullptr); }

void add_lookup_options(CommandLine& cli, LookupOptions& options) {
    cli.names_library(cares_version);
    cli.add_value("-H,--host", options.host, domain_name_option, "NAME", "The name to look up")
        .required();
    cli.add_value("-q,--query", options.type, record_type_option, kRecordTypes,
                  "The type of the records (default: A)");
    const auto add_server = [&options](std::string_view text) {
        const Server server = server_option(text);
        auto& servers = options.servers;
        if (std::find(servers.begin(), servers.end(), server) == servers.end()) {
            servers.push_back(server);
        }
    };
    cli.add_option("-s,--server", add_server, "ADDR[:PORT]",
                   "Ask that name server in place of those in /etc/resolv.conf (may be repeated)");
    cli.add_flag("--tcp", options.only_tcp, "Ask over TCP only");
    const auto ipv4 = cli.add_flag("-4", options.only_ipv4, "Ask servers with IPv4 addresses only");
    cli.add_flag("-6", options.only_ipv6, "Ask servers with IPv6 addresses only").excludes(ipv4);
}

/// Rotates the list so that a random server is the first.
static void rotate(std::vector<Server>& servers) {
    const auto first = static_cast<std::ptrdiff_t>(random_number() % servers.size());
    std::rotate(servers.begin(), servers.begin() + first, servers.end());
}

static std::vector<Server> choose_servers(const LookupOptions& options,
                                          const ResolvConf& configuration) {
    std::vector<Server> servers = options.servers;
    if (servers.empty()) {
        for (const auto& address : configuration.servers) servers.push_back({address, kDnsPort});
    }
    std::vector<Server> chosen;
    std::copy_if(
        servers.begin(), servers.end(), std::back_inserter(chosen), [&](const Server& one) {
            return !(one.address.family == AF_INET ? options.only_ipv6 : options.only_ipv4);
        });
    if (chosen.empty()) {
        throw Error(fmt::format("no name server with an {} address{}",
                                options.only_ipv4 ? "IPv4" : "IPv6",
                                options.servers.empty() ? fmt::format(" in {}", kResolvConf) : ""));
    }
    if (configuration.rotate && !options.ask_all) rotate(chosen);
    return chosen;
}

static std::vector<std::string> names_to_ask(const LookupOptions& options,
                                             const ResolvConf& configuration) {
    if (options.type == RecordType::ptr) {
        if (const auto address = parse_ip_address(options.host)) return {reverse_name(*address)};
    }
    return search_names(options.host, configuration);
}

void require_address_type(std::string_view option, RecordType type,
                          const std::optional<IpAddress>& value) {
    if (!is_address_type(type)) {
        throw UsageError(fmt::format("{} needs -q A or -q AAAA (see --help)", option));
    }
    if (value && (value->family == AF_INET) != (type == RecordType::a)) {
        throw UsageError(fmt::format("{}: no {} record can be {} (see --help)", option,
                                     record_type_name(type), value->text()));
    }
}

/// Adds what is wrong with the nameserver lines of resolv.conf.
static void add_mistakes(const ResolvConf& configuration, LookupRequest& request) {
    for (const auto& line : configuration.lines_without_server) {
        if (!request.ask_all) break;
        request.mistakes.push_back(fmt::format(
            "no address in '{}' ({})", shorten(printable(line), kMaxLineLength / 16), kResolvConf));
    }
    if (!configuration.is_default_server) return;
    request.note = fmt::format(" (no usable nameserver in {}: 127.0.0.1 was asked)", kResolvConf);
}

LookupRequest make_lookup_request(const LookupOptions& options, Seconds budget) {
    const auto configuration = read_resolv_conf(kResolvConf);
    LookupRequest request = {
        .names = names_to_ask(options, configuration),
        .type = options.type,
        .servers = choose_servers(options, configuration),
        .query_options = {.timeout = configuration.timeout,
                          .attempts = configuration.attempts,
                          .only_tcp = options.only_tcp || configuration.only_tcp},
        .ask_all = options.ask_all,
        .timeout = budget};
    if (options.servers.empty()) add_mistakes(configuration, request);
    return request;
}

}  // namespace monitoring
