#include "common/dns/lookup.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/state/stamp.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static bool has_outcome(const std::vector<Reply>& replies, Outcome outcome) {
    return std::any_of(replies.begin(), replies.end(),
                       [outcome](const Reply& reply) { return reply.answer.outcome == outcome; });
}

/// The outcome of several replies on one name: records count before NXDOMAIN and "no data", and
/// these before a failure.
static Lookup sum_up(std::vector<Reply> replies) {
    Lookup lookup;
    for (const auto outcome : {Outcome::found, Outcome::no_data, Outcome::no_such_name}) {
        if (lookup.outcome == Outcome::failed && has_outcome(replies, outcome)) {
            lookup.outcome = outcome;
        }
    }
    for (Reply& reply : replies) lookup.records.merge(reply.answer.records);
    lookup.replies = std::move(replies);
    return lookup;
}

static bool has_answer_of(const std::vector<Reply>& replies, const std::string& server) {
    return std::any_of(replies.begin(), replies.end(), [&server](const Reply& reply) {
        return reply.server == server && reply.answer.outcome != Outcome::failed;
    });
}

/// Which of two lookups counts when the first name was not found. A failure does, since the name
/// may exist; else "no data" does before NXDOMAIN. If the first is the name as it was given, it
/// alone decides between these two, as in glibc. A server's failure for one name does not count
/// when it answered for the other.
static Lookup merge(Lookup first, Lookup second, bool is_first_as_given) {
    const bool is_second =
        second.outcome == Outcome::found ||
        (!is_first_as_given && first.outcome != Outcome::failed &&
         (second.outcome == Outcome::failed || second.outcome == Outcome::no_data));
    Lookup& result = is_second ? second : first;
    for (Reply& reply : (is_second ? first : second).replies) {
        if (reply.answer.outcome != Outcome::failed) continue;
        if (has_answer_of(result.replies, reply.server)) continue;
        result.replies.push_back(std::move(reply));
    }
    return std::move(result);
}

std::vector<std::string> problems(const Lookup& lookup) {
    std::vector<std::string> texts;
    for (const bool is_outcome : {true, false}) {
        for (const Reply& reply : lookup.replies) {
            const auto outcome = reply.answer.outcome;
            if (outcome == Outcome::found || (outcome == lookup.outcome) != is_outcome) continue;
            auto text = printable(reply.problem());
            const bool is_new = std::find(texts.begin(), texts.end(), text) == texts.end();
            if (is_new) texts.push_back(std::move(text));
        }
    }
    texts.insert(texts.end(), lookup.mistakes.begin(), lookup.mistakes.end());
    return texts;
}

/// Whether to go on to the next name. A server that does not answer for one name will not answer
/// for the next.
static bool is_worth_going_on(const Lookup& lookup) {
    if (lookup.outcome == Outcome::found) return false;
    return lookup.outcome != Outcome::failed ||
           std::any_of(lookup.replies.begin(), lookup.replies.end(),
                       [](const Reply& reply) { return reply.answer.has_error_code; });
}

/// The replies of servers that found something.
static std::vector<Reply> answers_among(const std::vector<Reply>& replies) {
    std::vector<Reply> answers;
    std::copy_if(replies.begin(), replies.end(), std::back_inserter(answers),
                 [](const Reply& reply) { return reply.answer.outcome == Outcome::found; });
    return answers;
}

static Seconds slowest(const std::vector<Reply>& answers) {
    Seconds longest{};
    for (const Reply& answer : answers) longest = std::max(longest, answer.elapsed);
    return longest;
}

Lookup look_up(const LookupRequest& request) {
    const Seconds start = boot_time();
    const Seconds end = start + request.timeout;
    // The others have a search domain appended.
    const bool is_first_as_given = request.names.front().size() < request.names.back().size();
    std::optional<Lookup> result;
    for (const auto& name : request.names) {
        const Seconds left = end - boot_time();
        if (result && left.count() <= 0) break;
        QueryOptions query_options = request.query_options;
        // Every server gets its turn, however many before it do not answer.
        const auto turns = request.ask_all ? 1 : request.servers.size();
        query_options.timeout = std::min(query_options.timeout, left / static_cast<double>(turns));
        const auto ask = request.ask_all ? ask_all : ask_in_turn;
        auto lookup = sum_up(ask(request.servers, {name, request.type}, query_options, end));
        const bool is_over = !is_worth_going_on(lookup);
        result = result ? merge(std::move(*result), std::move(lookup), is_first_as_given)
                        : std::move(lookup);
        if (is_over) break;
    }
    if (request.ask_all) result->answers = answers_among(result->replies);
    result->elapsed = result->answers.empty() ? boot_time() - start : slowest(result->answers);
    result->mistakes = request.mistakes;
    return std::move(*result);
}

}  // namespace monitoring
