#include "common/postfix/queue_listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "common/text/error.hpp"
#include "common/text/quantity.hpp"
#include "common/text/text.hpp"

namespace monitoring {

QueueListingReader::QueueListingReader()
    : scanner_(
          [this](std::string_view name, std::string_view value) { take_member(name, value); }) {
    for (const auto queue : kMailQueues) listing_.messages.emplace(queue, 0);
}

void QueueListingReader::take_member(std::string_view name, std::string_view value) {
    if (name == "queue_name") {
        queue_ = value;
    } else if (name == "arrival_time") {
        const auto time = parse_integer(value);
        if (time && *time <= std::numeric_limits<std::int64_t>::max()) {
            arrival_ = static_cast<std::int64_t>(*time);
        }
    }
}

void QueueListingReader::read(std::string_view piece) {
    while (!piece.empty() && problem_.empty()) {
        const auto line = piece.substr(0, piece.find('\n'));
        scanner_.read(line);
        is_in_line_ = true;
        if (line.size() == piece.size()) return;
        end_line();
        piece.remove_prefix(line.size() + 1);
    }
}

void QueueListingReader::end_line() {
    const auto queue = listing_.messages.find(queue_);
    if (!scanner_.is_complete()) {
        problem_ = fmt::format("its line {} is not a JSON object", line_);
    } else if (queue_.empty()) {
        problem_ = fmt::format("its line {} names no queue", line_);
    } else if (queue == listing_.messages.end()) {
        problem_ =
            fmt::format("its line {} names the queue '{}', which is not known", line_, queue_);
    } else {
        ++queue->second;
        if (!arrival_) ++listing_.without_arrival;
        if (arrival_) listing_.oldest = std::min(listing_.oldest.value_or(*arrival_), *arrival_);
    }
    scanner_.restart();
    queue_.clear();
    arrival_.reset();
    is_in_line_ = false;
    ++line_;
}

QueueListing QueueListingReader::finish() const {
    if (!problem_.empty()) throw Error(problem_);
    if (is_in_line_) throw Error(fmt::format("its line {} has no end", line_));
    return listing_;
}

std::int64_t oldest_age(const QueueListing& listing, std::int64_t now) {
    if (listing.without_arrival > 0) {
        throw Error(fmt::format("postqueue tells no time of arrival of {} messages",
                                listing.without_arrival));
    }
    const auto oldest = listing.oldest.value_or(now);
    if (oldest <= now) return now - oldest;
    throw Error(fmt::format("the oldest message arrived {} s in the future", oldest - now));
}

}  // namespace monitoring
