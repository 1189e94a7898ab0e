#include "common/dns/lookup.hpp"

#include <algorithm>
#include <utility>

#include "common/dns/clock.hpp"

namespace monitoring {

static bool has_outcome(const std::vector<Reply>& replies, Outcome outcome) {
    return std::any_of(replies.begin(), replies.end(),
                       [outcome](const Reply& reply) { return reply.answer.outcome == outcome; });
}

/// What replies on one name come to: one that found something is better than one that knows of
/// nothing, and that is better than a failure.
static Lookup sum_up(const std::vector<Reply>& replies) {
    Lookup lookup;
    for (const auto outcome : {Outcome::found, Outcome::no_data, Outcome::no_such_name}) {
        if (lookup.outcome == Outcome::failed && has_outcome(replies, outcome)) {
            lookup.outcome = outcome;
        }
    }
    for (const Reply& reply : replies) {
        const bool is_one = reply.answer.outcome == lookup.outcome;
        (is_one ? lookup.replies : lookup.others).push_back(reply);
        if (is_one) lookup.records.insert(reply.answer.records.begin(), reply.answer.records.end());
    }
    return lookup;
}

/// Adds the replies that say something new.
static void append(std::vector<Reply>& replies, const std::vector<Reply>& more) {
    for (const Reply& reply : more) {
        const auto is_same = [&](const Reply& other) { return other.problem() == reply.problem(); };
        if (std::none_of(replies.begin(), replies.end(), is_same)) replies.push_back(reply);
    }
}

/// What of two names is the result when the first one was not found. A failure stays: with it
/// nobody knows whether there is such a name. "No data" says more than NXDOMAIN.
static Lookup merge(Lookup first, Lookup second) {
    const bool is_second =
        second.outcome == Outcome::found ||
        (first.outcome != Outcome::failed &&
         (second.outcome == Outcome::failed || second.outcome == Outcome::no_data));
    if (is_second) std::swap(first, second);
    if (first.outcome == Outcome::failed && second.outcome == Outcome::failed) {
        append(first.replies, second.replies);
    } else if (second.outcome == Outcome::failed) {
        append(first.others, second.replies);
    }
    append(first.others, second.others);
    return first;
}

/// Whether there is sense in asking for the next name. Who does not answer for one name will not
/// do so for another.
static bool is_worth_going_on(const Lookup& lookup) {
    if (lookup.outcome == Outcome::found) return false;
    return lookup.outcome != Outcome::failed ||
           std::any_of(lookup.replies.begin(), lookup.replies.end(),
                       [](const Reply& reply) { return reply.answer.has_error_code; });
}

Lookup look_up(const LookupRequest& request) {
    const Seconds start = boot_time();
    const Seconds end = start + request.patience;
    std::optional<Lookup> result;
    for (const auto& name : request.names) {
        const Seconds left = end - boot_time();
        if (result && left.count() <= 0) break;
        Manner manner = request.manner;
        // Each of them gets its turn, however many before it are dead.
        const auto turns = request.ask_all ? 1 : request.servers.size();
        manner.timeout = std::min(manner.timeout, left / static_cast<double>(turns));
        const auto ask = request.ask_all ? ask_all : ask_in_turn;
        const auto lookup = sum_up(ask(request.servers, {name, request.type}, manner, end));
        result = result ? merge(std::move(*result), lookup) : lookup;
        if (!is_worth_going_on(lookup)) break;
    }
    result->elapsed = boot_time() - start;
    return *result;
}

}  // namespace monitoring
