#pragma once

#include <optional>
#include <vector>

#include "common/dns/query_socket.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// One question to one server, over as many sockets as it takes: again over TCP after a truncated
/// answer, and once more without EDNS, which old servers and packet filters may not understand,
/// after an error or a garbled answer. Earlier sockets stay open, so that a late answer counts.
class DnsExchange {
public:
    DnsExchange(const Server& server, const Question& question, bool only_tcp);

    [[nodiscard]] const Server& server() const { return server_; }

    /// Sends the question for the first time, or again. The timeout is only named in failures.
    void ask(Seconds timeout);

    void add_to(std::vector<pollfd>& waiting) const;
    void process();

    /// The final answer; empty while there is none.
    [[nodiscard]] const std::optional<DnsAnswer>& answer() const { return answer_; }

    /// Ends the exchange and gives the final answer, or "no answer".
    [[nodiscard]] DnsAnswer end();

private:
    [[nodiscard]] bool has_used(Transport transport) const;
    void open(Transport transport);
    void take(Transport transport, DnsAnswer answer);

    Server server_;
    Question question_;
    bool only_tcp_;
    Seconds timeout_{};  ///< the longest of those given to ask()
    struct Query {
        QuerySocket socket;
        bool is_answered = false;  ///< the answer was handled
    };
    std::vector<Query> queries_;
    std::optional<DnsAnswer> answer_;
    std::optional<DnsAnswer> failure_with_edns_;  ///< the final answer if no other comes
};

}  // namespace monitoring
