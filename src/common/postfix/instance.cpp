#include "common/postfix/instance.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <utility>

#include "common/postfix/postqueue.hpp"
#include "common/text/error.hpp"

namespace monitoring {

std::string queue_directory_of(const PostfixInstance& instance, const Deadline& deadline) {
    if (!instance.queue_directory.empty()) return instance.queue_directory;
    if (instance.config_directory.empty()) return std::string(kUsualQueueDirectory);
    return ask_queue_directory(instance.config_directory, deadline.remaining());
}

/// Whether both paths lead to one directory.
static bool is_same_directory(const std::string& one, const std::string& other) {
    struct stat first {};
    struct stat second {};
    return stat(one.c_str(), &first) == 0 && stat(other.c_str(), &second) == 0 &&
           first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/// Where the default instance has its queues; empty when that cannot be told. Throws Error when
/// asking took all of the time.
static std::string default_queue_directory(const Deadline& deadline) {
    try {
        return ask_queue_directory("", deadline.remaining());
    } catch (const Error&) {
        // Nothing is left for postqueue, which would be blamed in place of postconf.
        if (deadline.remaining() <= Seconds(0)) throw;
        return "";
    }
}

QueueListing list_messages(const PostfixInstance& instance, const Deadline& deadline) {
    if (!instance.queue_directory.empty() && instance.config_directory.empty()) {
        const auto listed = default_queue_directory(deadline);
        if (!listed.empty() && !is_same_directory(instance.queue_directory, listed)) {
            throw Error(fmt::format("postqueue lists {} and not {}, which needs --config-dir",
                                    listed, instance.queue_directory));
        }
    }
    return ask_postqueue(instance.config_directory, deadline.remaining());
}

WaitingMessages count_messages(const std::string& directory, const PostfixInstance& instance,
                               const Deadline& deadline) {
    try {
        return {count_mail_queues(directory), {}};
    } catch (const UnreadableQueue& unreadable) {
        try {
            auto listing = list_messages(instance, deadline);
            return {listing.messages, std::move(listing)};
        } catch (const Error& error) {
            throw Error(fmt::format("{}; {}", unreadable.what(), error.what()));
        }
    }
}

}  // namespace monitoring
