#pragma once

#include <string>
#include <vector>

#include "common/dns/answer.hpp"
#include "common/dns/server.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// resolv.conf(5)'s options for queries.
struct QueryOptions {
    Seconds timeout{5};     ///< for each try
    unsigned attempts = 2;  ///< tries for each server
    bool only_tcp = false;
};

/// The answer of one server.
struct Reply {
    std::string server;  ///< as in Server::text()
    DnsAnswer answer;
    Seconds elapsed{};  ///< since the first server was asked

    /// Such as "NXDOMAIN from 10.0.0.2"; for an outcome other than `found`.
    [[nodiscard]] std::string problem() const { return answer.problem.text(server); }
};

/// Asks all servers in parallel. Gives a reply for each, in their order; "no answer" for those that
/// have not answered by `end` (a boot_time()).
[[nodiscard]] std::vector<Reply> ask_all(const std::vector<Server>& servers,
                                         const Question& question,
                                         const QueryOptions& query_options, Seconds end);

/// Asks one server after the other until one of them, be it late, answers with anything but a
/// failure. Gives the replies of those that were asked.
[[nodiscard]] std::vector<Reply> ask_in_turn(const std::vector<Server>& servers,
                                             const Question& question,
                                             const QueryOptions& query_options, Seconds end);

}  // namespace monitoring
