// mackerel-plugin-postfix: how many messages wait in the queues of Postfix.

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "common/postfix/instance.hpp"
#include "common/postfix/mail_queue.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

static constexpr auto kExamples =
    "Examples:\n"
    "  mackerel-plugin-postfix    # all queues together\n"
    "  mackerel-plugin-postfix --with queues,age    # each queue, too, and the oldest message\n"
    "  mackerel-plugin-postfix --config-dir /etc/postfix-out --metric-key-prefix postfix-out"
    "    # a second instance";

static std::vector<GraphDef> graphs() {
    GraphDef queues("postfix.queue", "Postfix Messages by Queue", "integer", {}, "queues");
    for (const auto queue : kMailQueues) {
        queues.metrics.push_back({std::string(queue), std::string(queue), true});
    }
    // What is set aside waits for nobody and is no part of the stack.
    queues.metrics.push_back({"corrupt", "corrupt"});
    return {
        GraphDef("postfix.mailq", "Postfix Queue", "integer", {{"queue", "msgs in queue"}}),
        queues,
        GraphDef("postfix.age", "Postfix Age of the Oldest Message", "seconds",
                 {{"oldest", "oldest message"}}, "age"),
    };
}

static void write_queues(const std::string& directory, const MailQueueCounts& counts,
                         MetricWriter& writer) {
    for (const auto& [queue, count] : counts) {
        writer.write(fmt::format("postfix.queue.{}", queue), count);
    }
    // Postqueue does not list it, and it may be readable where another queue is not.
    attempt("postfix.queue.corrupt", [&] {
        writer.write("postfix.queue.corrupt",
                     count_queue_files(directory + "/corrupt").value_or(0));
    });
}

/// The time that Postfix gets: nine tenths, or what leaves a second, which it can take to end a
/// program that does not want to. What was counted shall not be lost with that.
static Seconds time_for_postfix(Seconds timeout) {
    return timeout - std::max(timeout * 0.1, std::min(Seconds(1), timeout * 0.5));
}

static void report(const PostfixInstance& instance, const Groups& groups, Seconds timeout,
                   MetricWriter& writer) {
    const Deadline deadline(time_for_postfix(timeout));
    const auto directory = queue_directory_of(instance, deadline);
    if (directory != kUsualQueueDirectory) start_watchdog();
    const auto waiting = count_messages(directory, instance, deadline);
    std::uint64_t all = 0;
    for (const auto& [queue, count] : waiting.counts) all += count;
    writer.write("postfix.mailq.queue", all);
    if (groups.contains("queues")) write_queues(directory, waiting.counts, writer);
    if (!groups.contains("age")) return;
    attempt("postfix.age.oldest", [&] {
        const auto listing = waiting.listing ? *waiting.listing : list_messages(instance, deadline);
        // Not time(3), which may lag behind the clock by which Postfix dates its messages.
        using Clock = std::chrono::system_clock;
        const std::int64_t now = Clock::to_time_t(Clock::now());
        writer.write("postfix.age.oldest", oldest_age(listing, now));
    });
}

static void postfix(const Arguments& arguments, MetricWriter& writer) {
    PostfixInstance instance;
    Groups groups;
    CommandLine cli{"How many messages wait in the queues of Postfix"};
    cli.add_value("--queue-directory", instance.queue_directory, text_option, "DIR",
                  "Where the queues are (default: as --config-dir says, else /var/spool/postfix)");
    cli.add_value("--config-dir", instance.config_directory, text_option, "DIR",
                  "The configuration of the instance of Postfix that is meant");
    add_groups(cli, groups, {"queues", "age"});
    cli.footer(kExamples);
    parse(cli, arguments);
    if (writer.describe(graphs, groups)) return;
    report(instance, groups, *arguments.common->timeout, writer);
}

int main(int argc, char** argv) { return run_metrics(argc, argv, postfix); }
