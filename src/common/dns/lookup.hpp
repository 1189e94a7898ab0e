#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/dns/ask.hpp"

namespace monitoring {

/// What is looked up, and where.
struct LookupRequest {
    std::vector<std::string> names;  ///< to try one after the other, as search_names() has them
    RecordType type = RecordType::a;
    std::vector<Server> servers;
    QueryOptions query_options;
    bool ask_all = false;  ///< every server by itself, in place of one after the other
    Seconds timeout{};     ///< for all of it
    std::vector<std::string> mistakes{};  ///< servers that cannot be asked; for ask_all
    std::string note{};                   ///< of it, for behind any message; empty for none
};

/// What came of it.
struct Lookup {
    Outcome outcome = Outcome::failed;
    Records records;                    ///< of all servers that found some
    std::vector<Reply> replies;         ///< in the order of the servers; their records are moved
    std::vector<std::string> mistakes;  ///< of the request
    Seconds elapsed{};  ///< of all of it; where every server was asked, and some found something,
                        ///< until the slowest of these did
};

/// What is wrong with servers: what those said that found nothing, such as "NXDOMAIN from
/// 10.0.0.2", that which led to the outcome first; and the mistakes.
[[nodiscard]] std::vector<std::string> problems(const Lookup& lookup);

/// Looks a name up as the host's resolver would. NXDOMAIN and "no data" end the search for a name
/// and lead to the next; a failure leads to the next server.
[[nodiscard]] Lookup look_up(const LookupRequest& request);

}  // namespace monitoring
