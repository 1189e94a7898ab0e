#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/net/network_address.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// How a host looks names up, with glibc's defaults and limits: resolv.conf(5).
struct ResolvConf {
    std::vector<IpAddress> servers;  ///< one to three
    bool is_default_server = false;  ///< no line names a server, so that it is 127.0.0.1
    std::vector<std::string> lines_without_server;  ///< "nameserver ..." with no address behind it
    std::vector<std::string> search;
    unsigned ndots = 1;
    unsigned attempts = 2;
    Seconds timeout{5};
    bool rotate = false;
    bool only_tcp = false;
};

/// The environment variables and the host name that have a say beside resolv.conf.
struct ResolverEnvironment {
    std::string host_name{};     ///< its domain is the search list when nothing else gives one
    std::string local_domain{};  ///< $LOCALDOMAIN, in place of the file's search list
    std::string options{};       ///< $RES_OPTIONS, which override those of the file
};

/// Parses a resolv.conf as glibc does; lines that it does not understand are ignored.
[[nodiscard]] ResolvConf parse_resolv_conf(std::string_view text,
                                           const ResolverEnvironment& environment);

/// Reads a resolv.conf, with this process's environment. A missing file is an empty one. Throws
/// Error when it cannot be read.
[[nodiscard]] ResolvConf read_resolv_conf(const std::string& path);

/// The names to look up one after the other, without a trailing dot: the name itself and the name
/// with each domain of the search list, in the order that `ndots` demands; a name that ends in a
/// dot alone.
[[nodiscard]] std::vector<std::string> search_names(std::string_view name,
                                                    const ResolvConf& configuration);

}  // namespace monitoring
