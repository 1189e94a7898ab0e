#pragma once

#include <string>
#include <vector>

#include "common/dns/answer.hpp"
#include "common/dns/server.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// How servers are asked.
struct QueryOptions {
    Seconds timeout{5};     ///< for each try
    unsigned attempts = 2;  ///< tries for each server
    bool only_tcp = false;
};

/// What came from one server.
struct Reply {
    std::string server;  ///< as it is shown
    DnsAnswer answer;
    Seconds elapsed{};  ///< since the first server was asked

    /// Such as "NXDOMAIN from 10.0.0.2"; for an outcome other than `found`.
    [[nodiscard]] std::string problem() const { return answer.problem.text(server); }
};

/// Asks all servers at the same time, each as if it were alone. One reply for each, in their order.
/// What is not there by `end` (of boot_time()) is "no answer".
[[nodiscard]] std::vector<Reply> ask_all(const std::vector<Server>& servers,
                                         const Question& question,
                                         const QueryOptions& query_options, Seconds end);

/// Asks one server after the other until one answers other than with a failure, also a late one.
/// The replies of all that were asked.
[[nodiscard]] std::vector<Reply> ask_in_turn(const std::vector<Server>& servers,
                                             const Question& question,
                                             const QueryOptions& query_options, Seconds end);

}  // namespace monitoring
