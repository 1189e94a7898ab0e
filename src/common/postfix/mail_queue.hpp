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

/// The deepest hash directories that are read. Postfix itself makes at most three levels.
constexpr int kMaxHashDepth = 16;

/// The regular files in that directory and in the directories with names of one character below
/// it, with which Postfix hashes (hash_queue_depth in postconf(5)); hash directories may vanish
/// meanwhile. Empty when there is no such directory. Throws UnreadableQueue, or Error when it
/// cannot be read for another reason.
[[nodiscard]] std::optional<std::uint64_t> count_queue_files(const std::string& path);

/// The messages in each of kMailQueues below that directory (queue_directory in postconf(5)). A
/// queue that does not exist has none if another one exists. Throws as count_queue_files(), and
/// Error when there is none of them.
[[nodiscard]] MailQueueCounts count_mail_queues(const std::string& directory);

}  // namespace monitoring
