// mackerel-plugin-gaurun-usage: the queue of a push server, and what it pushed to whom.

#include <fmt/format.h>

#include <set>
#include <string>
#include <vector>

#include "common/http/http_get.hpp"
#include "common/http/http_options.hpp"
#include "common/net/network_address.hpp"
#include "common/procfs/procfs.hpp"
#include "common/runtime/log.hpp"
#include "common/services/push_statistics.hpp"
#include "common/state/counters.hpp"
#include "common/tool/metric_key.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

using Groups = std::set<std::string>;

static constexpr auto kExamples = R"(Examples:
  mackerel-plugin-gaurun-usage --port 1056                                   # gaurun on this host
  mackerel-plugin-gaurun-usage --port unix:/run/gaurun.sock --with pusher    # by its socket
  mackerel-plugin-gaurun-usage --port 8088 --path /api/stat/app              # gorush)";

/// What tells two servers on one host apart: the port, or the path of the socket.
static std::string server_name(const HttpRequest& request) {
    if (request.socket_path.empty()) return std::to_string(request.port);
    const auto start = request.socket_path.find_first_not_of('/');
    return metric_key_segment(request.socket_path.substr(start));
}

static std::vector<GraphDef> graphs(const std::string& name, const Groups& groups) {
    const auto key = [&name](std::string_view graph) {
        return fmt::format("gaurun_{}.{}", name, graph);
    };
    const auto label = [&name](std::string_view text) {
        return fmt::format("gaurun({}) {}", name, text);
    };
    const std::vector<MetricDef> pushes = {{"success", "success", true}, {"error", "error", true}};
    std::vector<GraphDef> graphs = {
        {key("queue_usage"),
         label("queue_usage/queue_max ratio"),
         "float",
         {{"ratio", "ratio", true}}},
        {key("queue"),
         label("queue_usage and queue_max"),
         "integer",
         {{"usage", "queue_usage"}, {"max", "queue_max"}}},
        {key("push_ios"), label("push to ios/sec"), "float", pushes},
        {key("push_android"), label("push to android/sec"), "float", pushes},
        {key("push_success_ratio"),
         label("succeeded ratio of push notification"),
         "float",
         {{"ios", "ios"}, {"android", "android"}}},
    };
    if (groups.contains("pusher")) {
        graphs.push_back({key("pusher"),
                          label("pusher_count and pusher_max"),
                          "integer",
                          {{"count", "pusher_count"}, {"max", "pusher_max"}}});
    }
    return graphs;
}

/// Writes metrics of one server.
class ServerWriter {
public:
    ServerWriter(MetricWriter& writer, const std::string& name)
        : writer_(writer), prefix_(fmt::format("gaurun_{}.", name)) {}

    /// Leaves out what the server did not tell.
    template <typename Number>
    void write(std::string_view key, const std::optional<Number>& value) {
        if (value) writer_.write(fmt::format("{}{}", prefix_, key), *value);
    }

private:
    MetricWriter& writer_;
    std::string prefix_;
};

static std::optional<double> percentage(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return {};
    return static_cast<double>(part) * 100 / static_cast<double>(whole);
}

static void write_state(const PushStatistics& statistics, const Groups& groups,
                        ServerWriter& writer) {
    if (statistics.queue_usage && statistics.queue_max) {
        writer.write("queue_usage.ratio",
                     percentage(*statistics.queue_usage, *statistics.queue_max));
    }
    writer.write("queue.usage", statistics.queue_usage);
    writer.write("queue.max", statistics.queue_max);
    if (!groups.contains("pusher")) return;
    writer.write("pusher.count", statistics.pusher_count);
    writer.write("pusher.max", statistics.pusher_max);
}

/// The counters by which the rates are measured.
static Counters counters_of(const PushStatistics& statistics) {
    Counters counters;
    const auto add = [&counters](const char* name, const std::optional<std::uint64_t>& value) {
        if (value) counters[name] = *value;
    };
    add("ios.success", statistics.ios.success);
    add("ios.error", statistics.ios.error);
    add("android.success", statistics.android.success);
    add("android.error", statistics.android.error);
    return counters;
}

/// What was pushed to one platform since the last run, unless one of its counters went down: the
/// other may have passed its old value already.
static void write_pushes(const CounterChange& change, const std::string& platform,
                         ServerWriter& writer) {
    const auto went_down = [&change](const std::string& name) {
        return change.now.contains(name) && change.before.contains(name) && !change.growth(name);
    };
    const auto success = platform + ".success";
    const auto error = platform + ".error";
    if (went_down(success) || went_down(error)) return;
    const auto succeeded = change.rate(success);
    const auto failed = change.rate(error);
    writer.write("push_" + success, succeeded);
    writer.write("push_" + error, failed);
    if (!succeeded || !failed) return;
    // Over all pushes of a server that has run for months nobody would see that all fail now.
    const auto pushed = *change.growth(success);
    const auto ratio = percentage(pushed, pushed + *change.growth(error));
    writer.write("push_success_ratio." + platform, std::optional(ratio.value_or(100)));
}

static void write_pushes(const StateFile& file, const Stamp& now, const PushStatistics& statistics,
                         ServerWriter& writer) {
    const auto exchange = exchange_counters(file, now, counters_of(statistics));
    if (!exchange.not_saved.empty()) warn("state not saved: " + exchange.not_saved);
    if (!exchange.change) return;
    write_pushes(*exchange.change, "ios", writer);
    write_pushes(*exchange.change, "android", writer);
}

static void gaurun_usage(const Arguments& arguments, MetricWriter& writer) {
    HttpRequest request;
    request.port = 1056;
    request.path = "/stat/app";
    Groups groups;
    CommandLine cli{"The queue of a push server such as gaurun, and what it pushed"};
    cli.add_value("-H,--host", request.host, host_option, "HOST",
                  "Where the server listens (default: 127.0.0.1)");
    const auto take_port = [&request](std::string_view text) { read_http_port(text, request); };
    cli.add_option("--port", take_port, "PORT|unix:PATH",
                   "... and on which port or socket (default: 1056)");
    cli.add_value("--path", request.path, http_path_option, "URL_PATH",
                  "Where it tells its statistics (default: /stat/app)");
    add_groups(cli, groups, {"pusher"});
    cli.originals({"port"});
    cli.footer(kExamples);
    parse(cli, arguments);
    const auto name = server_name(request);
    if (MetricWriter::wants_graphs()) return writer.define(graphs(name, groups));

    request.timeout = *arguments.common->timeout * 0.9;
    const HttpAnswer answer = http_get(request);
    const auto url = request.url();
    if (const auto problem = answer.problem(); !problem.empty()) {
        throw Error(fmt::format("cannot ask {}: {}", url, problem));
    }
    PushStatistics statistics;
    try {
        statistics = parse_push_statistics(answer.body);
    } catch (const Error& error) {
        throw Error(fmt::format("cannot understand {}: {}", url, error.what()));
    }
    for (const auto& key : statistics.ignored) warn(fmt::format("{}: {} is ignored", url, key));
    const Stamp now = stamp_now(ProcFs());
    ServerWriter of_server(writer, name);
    write_state(statistics, groups, of_server);
    try {
        const StateFile file("mackerel-plugin-gaurun-usage", {request.address(), request.path,
                                                              arguments.common->metric_key_prefix});
        write_pushes(file, now, statistics, of_server);
    } catch (const Error& error) {
        warn(error.what());
    }
    if (writer.text().empty()) warn(fmt::format("{}: nothing to tell but rates, from now on", url));
}

int main(int argc, char** argv) { return run_metrics(argc, argv, gaurun_usage); }
