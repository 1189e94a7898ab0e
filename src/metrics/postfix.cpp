// mackerel-plugin-postfix: how many messages wait in the queues of Postfix.

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <string>

#include "common/postfix/mail_queue.hpp"
#include "common/postfix/postqueue.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

using Groups = std::set<std::string>;

static constexpr auto kUsualDirectory = "/var/spool/postfix";

static constexpr auto kExamples =
    "Examples:\n"
    "  mackerel-plugin-postfix    # all queues together\n"
    "  mackerel-plugin-postfix --with queues,age    # each queue, too, and the oldest message\n"
    "  mackerel-plugin-postfix --config-dir /etc/postfix-out --metric-key-prefix postfix-out"
    "    # a second instance";

/// Which instance of Postfix is meant. Both are empty for the default one.
struct Instance {
    std::string queue_directory;
    std::string config_directory;
};

static std::vector<GraphDef> graphs(const Groups& groups) {
    std::vector<GraphDef> graphs = {
        {"postfix.mailq", "Postfix Queue", "integer", {{"queue", "msgs in queue"}}}};
    if (groups.contains("queues")) {
        GraphDef queues{"postfix.queue", "Postfix Messages by Queue", "integer", {}};
        for (const auto queue : kMailQueues) {
            queues.metrics.push_back({std::string(queue), std::string(queue), true});
        }
        // What is set aside waits for nobody and is no part of the stack.
        queues.metrics.push_back({"corrupt", "corrupt"});
        graphs.push_back(queues);
    }
    if (groups.contains("age")) {
        graphs.push_back({"postfix.age",
                          "Postfix Age of the Oldest Message",
                          "seconds",
                          {{"oldest", "oldest message"}}});
    }
    return graphs;
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

/// Postqueue knows an instance by its configuration only. Of a queue that was named without one it
/// is not asked when that is not the default instance's: the messages of another one are not ours.
static QueueListing list_messages(const Instance& instance, const Deadline& deadline) {
    if (!instance.queue_directory.empty() && instance.config_directory.empty()) {
        const auto listed = default_queue_directory(deadline);
        if (!listed.empty() && !is_same_directory(instance.queue_directory, listed)) {
            throw Error(fmt::format("postqueue lists {} and not {}, which needs --config-dir",
                                    listed, instance.queue_directory));
        }
    }
    return ask_postqueue(instance.config_directory, deadline.remaining());
}

static void write_queues(const std::string& directory, const MailQueueCounts& counts,
                         MetricWriter& writer) {
    for (const auto& [queue, count] : counts) {
        writer.write(fmt::format("postfix.queue.{}", queue), count);
    }
    // Postqueue does not list it, and it may be readable where another queue is not.
    try {
        const auto corrupt = count_queue_files(directory + "/corrupt");
        writer.write("postfix.queue.corrupt", corrupt.value_or(0));
    } catch (const Error& error) {
        warn(fmt::format("postfix.queue.corrupt is left out: {}", error.what()));
    }
}

/// The age of the oldest message, in seconds; 0 when the queue is empty, for then nobody waits.
static std::int64_t oldest_age(const QueueListing& listing) {
    if (listing.without_arrival > 0) {
        throw Error(fmt::format("postqueue tells no time of arrival of {} messages",
                                listing.without_arrival));
    }
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::int64_t seconds = now.time_since_epoch().count();
    const auto oldest = listing.oldest.value_or(seconds);
    if (oldest <= seconds) return seconds - oldest;
    throw Error(fmt::format("the oldest message arrived {} s in the future", oldest - seconds));
}

/// The time that Postfix gets: nine tenths, or what leaves a second, which it can take to end a
/// program that does not want to. What was counted shall not be lost with that.
static Seconds patience_of(Seconds timeout) {
    return timeout - std::max(timeout * 0.1, std::min(Seconds(1), timeout * 0.5));
}

static std::string queue_directory(const Instance& instance, const Deadline& deadline) {
    if (!instance.queue_directory.empty()) return instance.queue_directory;
    if (instance.config_directory.empty()) return kUsualDirectory;
    return ask_queue_directory(instance.config_directory, deadline.remaining());
}

/// Counts for itself what it may read; else postqueue tells, which then has `listing` filled.
static MailQueueCounts count_messages(const std::string& directory, const Instance& instance,
                                      const Deadline& deadline,
                                      std::optional<QueueListing>& listing) {
    try {
        return count_mail_queues(directory);
    } catch (const UnreadableQueue& unreadable) {
        try {
            listing = list_messages(instance, deadline);
            return listing->messages;
        } catch (const Error& error) {
            throw Error(fmt::format("{}; {}", unreadable.what(), error.what()));
        }
    }
}

static void report(const Instance& instance, const Groups& groups, Seconds timeout,
                   MetricWriter& writer) {
    const Deadline deadline(patience_of(timeout));
    const auto directory = queue_directory(instance, deadline);
    if (directory != kUsualDirectory) start_watchdog();
    std::optional<QueueListing> listing;
    const auto counts = count_messages(directory, instance, deadline, listing);
    std::uint64_t all = 0;
    for (const auto& [queue, count] : counts) all += count;
    writer.write("postfix.mailq.queue", all);
    if (groups.contains("queues")) write_queues(directory, counts, writer);
    if (!groups.contains("age")) return;
    try {
        if (!listing) listing = list_messages(instance, deadline);
        writer.write("postfix.age.oldest", oldest_age(*listing));
    } catch (const Error& error) {
        warn(fmt::format("postfix.age.oldest is left out: {}", error.what()));
    }
}

static void postfix(const Arguments& arguments, MetricWriter& writer) {
    Instance instance;
    Groups groups;
    CommandLine cli{"How many messages wait in the queues of Postfix"};
    cli.add_value("--queue-directory", instance.queue_directory, text_option, "DIR",
                  "Where the queues are (default: as --config-dir says, else /var/spool/postfix)");
    cli.add_value("--config-dir", instance.config_directory, text_option, "DIR",
                  "The configuration of the instance of Postfix that is meant");
    add_groups(cli, groups, {"queues", "age"});
    cli.footer(kExamples);
    parse(cli, arguments);
    if (MetricWriter::wants_graphs()) return writer.define(graphs(groups));
    report(instance, groups, *arguments.common->timeout, writer);
}

int main(int argc, char** argv) { return run_metrics(argc, argv, postfix); }
