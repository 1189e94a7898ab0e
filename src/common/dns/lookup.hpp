#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/dns/ask.hpp"

namespace monitoring {

/// What to look up, and where.
struct LookupRequest {
    std::vector<std::string> names;  ///< to try in this order, from search_names()
    RecordType type = RecordType::a;
    std::vector<Server> servers;
    QueryOptions query_options;
    bool ask_all = false;                 ///< ask every server, not only until one answers
    Seconds timeout{};                    ///< of the whole lookup
    std::vector<std::string> mistakes{};  ///< servers that cannot be asked; for ask_all
    std::string note{};                   ///< about resolv.conf, to append to any message
};

/// The result of a lookup.
struct Lookup {
    Outcome outcome = Outcome::failed;
    Records records;                    ///< of all servers
    std::vector<Reply> replies;         ///< in the order of the servers, without their records
    std::vector<Reply> answers{};       ///< with ask_all: those that found records
    std::vector<std::string> mistakes;  ///< of the request
    Seconds elapsed{};  ///< of the whole lookup; with ask_all, until the slowest server that found
                        ///< records answered
};

/// The problems of the replies, such as "NXDOMAIN from 10.0.0.2", those that decided the outcome
/// first; and the mistakes.
[[nodiscard]] std::vector<std::string> problems(const Lookup& lookup);

/// Looks a name up as the host's resolver would. NXDOMAIN and "no data" end the search for a name
/// and lead to the next; a failure leads to the next server.
[[nodiscard]] Lookup look_up(const LookupRequest& request);

}  // namespace monitoring
