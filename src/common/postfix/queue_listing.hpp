#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/postfix/mail_queue.hpp"
#include "common/text/json_scanner.hpp"

namespace monitoring {

/// What `postqueue -j` lists: one JSON object a line for each message (postqueue(1)).
struct QueueListing {
    MailQueueCounts messages;            ///< in each of kMailQueues
    std::optional<std::int64_t> oldest;  ///< arrival, in seconds since the epoch
    std::uint64_t without_arrival = 0;   ///< messages that do not tell it
};

/// The age of the oldest message, in seconds; 0 when the queue is empty, for then nobody waits.
/// Both times are seconds since the epoch. Throws Error when a message does not tell when it
/// arrived, or says that it has yet to.
[[nodiscard]] std::int64_t oldest_age(const QueueListing& listing, std::int64_t now);

/// Reads such a list as it comes, in constant memory: a message may have any number of recipients,
/// all of them on its line.
class QueueListingReader {
public:
    QueueListingReader();
    QueueListingReader(const QueueListingReader&) = delete;
    QueueListingReader& operator=(const QueueListingReader&) = delete;

    /// Takes the next piece. A line that is no message is remembered, and the rest is ignored.
    void read(std::string_view piece);

    /// The list, when it is whole. Throws Error when a line was no message, or has no end.
    [[nodiscard]] QueueListing finish() const;

private:
    void take_member(std::string_view name, std::string_view value);
    void end_line();

    QueueListing listing_;
    JsonScanner scanner_;
    std::uint64_t line_ = 1;   ///< the one that is being read
    bool is_in_line_ = false;  ///< whether anything of it was read
    std::string queue_{};      ///< of the message in the line; empty until it is told
    std::optional<std::int64_t> arrival_{};
    std::string problem_{};
};

}  // namespace monitoring
