#include "common/dns/ask.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "common/dns/dialog.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/last_words.hpp"
#include "common/state/stamp.hpp"

namespace monitoring {

namespace {

/// The dialogs with some servers, side by side.
class Round {
public:
    Round(const std::vector<Server>& servers, const Question& question, const Manner& manner) {
        for (const Server& server : servers) {
            dialogs_.push_back(std::make_unique<Dialog>(server, question, manner.only_tcp));
        }
        answered_at_.resize(dialogs_.size());
    }

    [[nodiscard]] std::size_t size() const { return dialogs_.size(); }
    [[nodiscard]] bool is_answered(std::size_t i) const {
        return dialogs_[i]->answer().has_value();
    }

    /// Whether a server said what there is or is not.
    [[nodiscard]] bool is_settled() const {
        return std::any_of(dialogs_.begin(), dialogs_.end(), [](const auto& dialog) {
            return dialog->answer() && dialog->answer()->outcome != Outcome::failed;
        });
    }

    void ask(std::size_t i, Seconds patience) {
        dialogs_[i]->ask(patience);
        process();
    }

    /// Waits for all that was asked until that holds or that time has come.
    void wait(const std::function<bool()>& is_done, Seconds until) {
        while (!is_done()) {
            const Seconds left = until - boot_time();
            if (left.count() <= 0) return;
            std::vector<pollfd> waiting;
            for (const auto& dialog : dialogs_) dialog->add_to(waiting);
            poll(waiting.data(), waiting.size(), poll_timeout(left));
            process();
        }
    }

    /// What came from the first so many servers.
    [[nodiscard]] std::vector<Reply> end(std::size_t count) {
        const Seconds now = boot_time();
        std::vector<Reply> replies(count);
        for (std::size_t i = 0; i < count; ++i) {
            const Seconds until = is_answered(i) ? answered_at_[i] : now;
            replies[i].server = dialogs_[i]->server().text();
            replies[i].elapsed = until - start_;
            replies[i].answer = dialogs_[i]->end();
        }
        return replies;
    }

private:
    void process() {
        for (std::size_t i = 0; i < dialogs_.size(); ++i) {
            if (is_answered(i)) continue;
            dialogs_[i]->process();
            if (is_answered(i)) answered_at_[i] = boot_time();
        }
    }

    Seconds start_ = boot_time();
    std::vector<std::unique_ptr<Dialog>> dialogs_;
    std::vector<Seconds> answered_at_;
};

}  // namespace

static std::string activity(std::string_view whom, const Question& question) {
    return fmt::format("asking {} for {} {}", whom, record_type_name(question.type), question.name);
}

std::vector<Reply> ask_all(const std::vector<Server>& servers, const Question& question,
                           const Manner& manner, Seconds end) {
    const Activity all(activity("all servers", question));
    Round round(servers, question, manner);
    const auto is_done = [&round] {
        for (std::size_t i = 0; i < round.size(); ++i) {
            if (!round.is_answered(i)) return false;
        }
        return true;
    };
    for (unsigned attempt = 0; attempt < manner.attempts && !is_done(); ++attempt) {
        const Seconds now = boot_time();
        const Seconds until = std::min(now + manner.timeout, end);
        if (until <= now) break;
        for (std::size_t i = 0; i < round.size(); ++i) {
            if (!round.is_answered(i)) round.ask(i, until - now);
        }
        round.wait(is_done, until);
    }
    return round.end(round.size());
}

std::vector<Reply> ask_in_turn(const std::vector<Server>& servers, const Question& question,
                               const Manner& manner, Seconds end) {
    Round round(servers, question, manner);
    std::size_t asked = 0;
    for (unsigned attempt = 0; attempt < manner.attempts; ++attempt) {
        for (std::size_t i = 0; i < round.size() && !round.is_settled(); ++i) {
            const Activity one(activity(servers[i].text(), question));
            const Seconds now = boot_time();
            const Seconds until = std::min(now + manner.timeout, end);
            if (round.is_answered(i) || until <= now) continue;
            round.ask(i, until - now);
            asked = std::max(asked, i + 1);
            round.wait([&] { return round.is_answered(i) || round.is_settled(); }, until);
        }
    }
    return round.end(asked);
}

}  // namespace monitoring
