#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/postfix/mail_queue.hpp"
#include "common/postfix/queue_listing.hpp"
#include "common/runtime/deadline.hpp"

namespace monitoring {

/// Where the default instance has its queues on nearly every host.
inline constexpr std::string_view kUsualQueueDirectory = "/var/spool/postfix";

/// Which instance of Postfix is meant. Both are empty for the default one.
struct PostfixInstance {
    std::string queue_directory;
    std::string config_directory;
};

/// Where its queues are: as given, else as its configuration says, else the usual place. Throws
/// Error when postconf(1) does not tell.
[[nodiscard]] std::string queue_directory_of(const PostfixInstance& instance,
                                             const Deadline& deadline);

/// What `postqueue -j` lists of it. That knows an instance by its configuration only: of a queue
/// that was named without one it is not asked when that is not the default instance's, for the
/// messages of another one are not ours. Throws Error, then and when the list is not whole.
[[nodiscard]] QueueListing list_messages(const PostfixInstance& instance, const Deadline& deadline);

/// The messages that wait in the queues of an instance.
struct WaitingMessages {
    MailQueueCounts counts;
    std::optional<QueueListing> listing;  ///< by which they were counted, if postqueue was asked
};

/// Counts the files in that queue_directory where this user may, for that costs least; else
/// postqueue is asked. Throws Error when neither is possible.
[[nodiscard]] WaitingMessages count_messages(const std::string& directory,
                                             const PostfixInstance& instance,
                                             const Deadline& deadline);

}  // namespace monitoring
