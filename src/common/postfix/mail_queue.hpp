#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "common/text/error.hpp"

namespace monitoring {

/// The queues of Postfix in which messages wait, by the directories of that name (qmgr(8)).
constexpr std::array<std::string_view, 5> kMailQueues = {"maildrop", "incoming", "active",
                                                         "deferred", "hold"};

/// How many messages are in each of some queues, by their names.
using MailQueueCounts = std::map<std::string, std::uint64_t, std::less<>>;

/// The Error of a queue that this user may not read.
class UnreadableQueue : public Error {
    using Error::Error;
};

/// The maximum depth of hash directories that are read; Postfix creates at most three levels.
constexpr int kMaxHashDepth = 16;

/// The number of regular files in a queue directory and its hash directories, whose names have one
/// character (hash_queue_depth in postconf(5)) and which may vanish meanwhile. Empty when the queue
/// does not exist. Throws UnreadableQueue, or Error when it cannot be read for another reason.
[[nodiscard]] std::optional<std::uint64_t> count_queue_files(const std::string& path);

/// The numbers of messages in each of kMailQueues below queue_directory (postconf(5)). A queue that
/// does not exist counts as empty if another one exists. Throws as count_queue_files(), and Error
/// when none exists.
[[nodiscard]] MailQueueCounts count_mail_queues(const std::string& directory);

}  // namespace monitoring
