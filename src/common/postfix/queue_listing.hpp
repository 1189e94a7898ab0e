#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/postfix/mail_queue.hpp"
#include "common/text/json_scanner.hpp"

namespace monitoring {

/// The list of `postqueue -j`: a line with a JSON object for each message (postqueue(1)).
struct QueueListing {
    MailQueueCounts messages;            ///< in each of kMailQueues
    std::optional<std::int64_t> oldest;  ///< arrival time, in seconds since the epoch
    std::uint64_t without_arrival = 0;   ///< messages without an arrival time
};

/// The age of the oldest message, in seconds; 0 when the queue is empty, for then nobody waits.
/// Both times are seconds since the epoch. Throws Error when a message does not tell when it
/// arrived, or says that it has yet to.
[[nodiscard]] std::int64_t oldest_age(const QueueListing& listing, std::int64_t now);

/// Parses a list in pieces, in constant memory: the line of a message has all its recipients, of
/// which there may be any number.
class QueueListingReader {
public:
    QueueListingReader();
    QueueListingReader(const QueueListingReader&) = delete;
    QueueListingReader& operator=(const QueueListingReader&) = delete;

    /// Parses the next piece. After a line that is no message the rest is ignored.
    void read(std::string_view piece);

    /// The list, when it is complete. Throws Error when a line is no message, or is cut short.
    [[nodiscard]] QueueListing finish() const;

private:
    void take_member(std::string_view name, std::string_view value);
    void end_line();

    QueueListing listing_;
    JsonScanner scanner_;
    std::uint64_t line_ = 1;   ///< the number of the current line
    bool is_in_line_ = false;  ///< whether a part of it was read
    std::string queue_{};      ///< of the current message; empty until it was read
    std::optional<std::int64_t> arrival_{};
    std::string problem_{};
};

}  // namespace monitoring
