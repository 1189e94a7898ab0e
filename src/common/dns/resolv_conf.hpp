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

/// What the environment and the host's name add to the file.
struct ResolverEnvironment {
    std::string host_name{};     ///< its domain is searched when nothing else says what to search
    std::string local_domain{};  ///< $LOCALDOMAIN, in place of what the file says to search
    std::string options{};       ///< $RES_OPTIONS, over those of the file
};

/// Reads the text of such a file as glibc does; a line that cannot be understood is as if it were
/// not there.
[[nodiscard]] ResolvConf parse_resolv_conf(std::string_view text,
                                           const ResolverEnvironment& environment);

/// The same for a file, which need not exist, and for this process. Throws Error when it cannot be
/// read.
[[nodiscard]] ResolvConf read_resolv_conf(const std::string& path);

/// The names to ask for one after the other, without a dot at their end: the name itself, before or
/// behind those with a domain to search as `ndots` has it; it alone when it ends in a dot.
[[nodiscard]] std::vector<std::string> search_names(std::string_view name,
                                                    const ResolvConf& configuration);

}  // namespace monitoring
