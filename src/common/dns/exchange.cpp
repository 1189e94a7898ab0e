#include "common/dns/exchange.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace monitoring {

DnsExchange::DnsExchange(const Server& server, const Question& question, bool only_tcp)
    : server_(server), question_(question), only_tcp_(only_tcp) {}

bool DnsExchange::has_used(Transport transport) const {
    return std::any_of(queries_.begin(), queries_.end(), [transport](const Query& query) {
        return query.socket.transport() == transport;
    });
}

void DnsExchange::open(Transport transport) {
    queries_.push_back({QuerySocket(server_, question_, transport)});
}

void DnsExchange::ask(Seconds timeout) {
    timeout_ = std::max(timeout_, timeout);
    if (queries_.empty()) {
        open(only_tcp_ ? Transport::tcp : Transport::udp_with_edns);
    } else if (!has_used(Transport::tcp)) {
        // Some packet filters drop EDNS. A query over TCP need not be repeated.
        open(Transport::udp);
    }
}

void DnsExchange::add_to(std::vector<pollfd>& waiting) const {
    if (answer_) return;
    for (const Query& query : queries_) {
        if (!query.is_answered) waiting.push_back(query.socket.awaited());
    }
}

void DnsExchange::process() {
    // By index: take() may open another socket.
    for (std::size_t i = 0; i < queries_.size() && !answer_; ++i) {
        if (queries_[i].is_answered) continue;
        auto answer = queries_[i].socket.process();
        if (!answer) continue;
        queries_[i].is_answered = true;
        take(queries_[i].socket.transport(), std::move(*answer));
    }
}

void DnsExchange::take(Transport transport, DnsAnswer answer) {
    const bool is_tcp = transport == Transport::tcp;
    if (answer.is_truncated && !is_tcp) {
        if (!has_used(Transport::tcp)) open(Transport::tcp);
        return;
    }
    if ((answer.has_error_code || answer.is_garbled) && transport == Transport::udp_with_edns) {
        if (!has_used(Transport::udp)) open(Transport::udp);
        failure_with_edns_ = std::move(answer);
        return;
    }
    if (answer.is_truncated) {
        answer.problem = {"answer truncated even over TCP", "from", ""};
    } else if (is_tcp && !only_tcp_ && answer.outcome == Outcome::failed) {
        answer.problem = {"truncated answer", "from", ", and over TCP: " + answer.problem.text()};
    }
    answer_ = std::move(answer);
}

DnsAnswer DnsExchange::end() {
    if (answer_) return std::move(*answer_);
    DnsAnswer silence;
    const auto within = fmt::format(" within {:.3g} s", timeout_.count());
    if (has_used(Transport::tcp) && !only_tcp_) {
        silence.problem = {"truncated answer", "from", ", and over TCP: no answer" + within};
    } else if (failure_with_edns_) {
        return std::move(*failure_with_edns_);
    } else {
        silence.problem = {"no answer", "from", within};
    }
    return silence;
}

}  // namespace monitoring
