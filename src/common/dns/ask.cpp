#include "common/dns/ask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "common/dns/exchange.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/deadline.hpp"
#include "common/state/stamp.hpp"

namespace monitoring {

namespace {

/// Exchanges with several servers in parallel.
class Round {
public:
    Round(const std::vector<Server>& servers, const Question& question,
          const QueryOptions& query_options) {
        for (const Server& server : servers) {
            exchanges_.push_back(
                std::make_unique<DnsExchange>(server, question, query_options.only_tcp));
        }
        answered_at_.resize(exchanges_.size());
    }

    [[nodiscard]] std::size_t size() const { return exchanges_.size(); }
    [[nodiscard]] bool is_answered(std::size_t i) const {
        return exchanges_[i]->answer().has_value();
    }

    /// Whether a server answered with records, NXDOMAIN or "no data".
    [[nodiscard]] bool is_settled() const {
        return std::any_of(exchanges_.begin(), exchanges_.end(), [](const auto& exchange) {
            return exchange->answer() && exchange->answer()->outcome != Outcome::failed;
        });
    }

    void ask(std::size_t i, Seconds timeout) {
        exchanges_[i]->ask(timeout);
        process();
    }

    /// Waits for answers until `is_done` holds, or `until` (a boot_time()).
    void wait(const std::function<bool()>& is_done, Seconds until) {
        while (!is_done()) {
            const Seconds left = until - boot_time();
            if (left.count() <= 0) return;
            std::vector<pollfd> waiting;
            for (const auto& exchange : exchanges_) exchange->add_to(waiting);
            poll(waiting.data(), waiting.size(), poll_timeout(left));
            process();
        }
    }

    /// The replies of the first `count` servers.
    [[nodiscard]] std::vector<Reply> end(std::size_t count) {
        const Seconds now = boot_time();
        std::vector<Reply> replies(count);
        for (std::size_t i = 0; i < count; ++i) {
            const Seconds until = is_answered(i) ? answered_at_[i] : now;
            replies[i].server = exchanges_[i]->server().text();
            replies[i].elapsed = until - start_;
            replies[i].answer = exchanges_[i]->end();
        }
        return replies;
    }

private:
    void process() {
        for (std::size_t i = 0; i < exchanges_.size(); ++i) {
            if (is_answered(i)) continue;
            exchanges_[i]->process();
            if (is_answered(i)) answered_at_[i] = boot_time();
        }
    }

    Seconds start_ = boot_time();
    std::vector<std::unique_ptr<DnsExchange>> exchanges_;
    std::vector<Seconds> answered_at_;
};

}  // namespace

static std::string activity(std::string_view whom, const Question& question) {
    return fmt::format("asking {} for {} {}", whom, record_type_name(question.type), question.name);
}

std::vector<Reply> ask_all(const std::vector<Server>& servers, const Question& question,
                           const QueryOptions& query_options, Seconds end) {
    const Activity all(activity("all servers", question));
    Round round(servers, question, query_options);
    const auto is_done = [&round] {
        for (std::size_t i = 0; i < round.size(); ++i) {
            if (!round.is_answered(i)) return false;
        }
        return true;
    };
    for (unsigned attempt = 0; attempt < query_options.attempts && !is_done(); ++attempt) {
        const Seconds now = boot_time();
        const Seconds until = std::min(now + query_options.timeout, end);
        if (until <= now) break;
        for (std::size_t i = 0; i < round.size(); ++i) {
            if (!round.is_answered(i)) round.ask(i, until - now);
        }
        round.wait(is_done, until);
    }
    return round.end(round.size());
}

std::vector<Reply> ask_in_turn(const std::vector<Server>& servers, const Question& question,
                               const QueryOptions& query_options, Seconds end) {
    Round round(servers, question, query_options);
    std::size_t asked = 0;
    for (unsigned attempt = 0; attempt < query_options.attempts; ++attempt) {
        for (std::size_t i = 0; i < round.size() && !round.is_settled(); ++i) {
            const Activity one(activity(servers[i].text(), question));
            const Seconds now = boot_time();
            const Seconds until = std::min(now + query_options.timeout, end);
            if (round.is_answered(i) || until <= now) continue;
            round.ask(i, until - now);
            asked = std::max(asked, i + 1);
            round.wait([&] { return round.is_answered(i) || round.is_settled(); }, until);
        }
    }
    return round.end(asked);
}

}  // namespace monitoring
