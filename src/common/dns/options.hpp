#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/dns/lookup.hpp"
#include "common/tool/cli.hpp"

namespace monitoring {

/// The options that check-dns-rr and check-resolver have in common.
struct LookupOptions {
    std::string host;
    RecordType type = RecordType::a;
    std::vector<Server> servers;  ///< -s; empty: those of resolv.conf
    bool only_tcp = false;
    bool only_ipv4 = false;
    bool only_ipv6 = false;
    bool ask_all = false;  ///< ask every server
};

/// Adds --host, --query, --server, --tcp, -4 and -6, and names c-ares in --version.
void add_lookup_options(CommandLine& cli, LookupOptions& options);

/// Throws a UsageError that names the option unless records of that type are IP addresses, of the
/// family that the option's value has.
void require_address_type(std::string_view option, RecordType type,
                          const std::optional<IpAddress>& value = {});

/// The lookup that the options and /etc/resolv.conf ask for, with that budget of time. Throws
/// UsageError when there is no --host, and Error when no server is left.
[[nodiscard]] LookupRequest make_lookup_request(const LookupOptions& options, Seconds budget);

}  // namespace monitoring
