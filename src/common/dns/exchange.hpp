#pragma once

#include <optional>
#include <vector>

#include "common/dns/query_socket.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// All that is said between us and one server about one question. A truncated answer is asked for
/// again over TCP, and one that is an error or garbled once without EDNS, which old servers and
/// packet filters may not understand. What was asked before stays open, so that a late answer
/// counts.
class DnsExchange {
public:
    DnsExchange(const Server& server, const Question& question, bool only_tcp);

    [[nodiscard]] const Server& server() const { return server_; }

    /// Asks for the first time, or once more, for which it gets that time.
    void ask(Seconds timeout);

    void add_to(std::vector<pollfd>& waiting) const;
    void process();

    /// What came of it; empty while that is open.
    [[nodiscard]] const std::optional<DnsAnswer>& answer() const { return answer_; }

    /// The same to keep, or that there was no answer. The exchange is over then.
    [[nodiscard]] DnsAnswer end();

private:
    [[nodiscard]] bool has_used(Transport transport) const;
    void open(Transport transport);
    void take(Transport transport, DnsAnswer answer);

    Server server_;
    Question question_;
    bool only_tcp_;
    Seconds timeout_{};  ///< the longest of all
    struct Query {
        QuerySocket socket;
        bool is_answered = false;  ///< and what follows from that is done
    };
    std::vector<Query> queries_;
    std::optional<DnsAnswer> answer_;
    std::optional<DnsAnswer> failure_with_edns_;  ///< it counts when nothing else comes
};

}  // namespace monitoring
