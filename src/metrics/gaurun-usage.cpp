// mackerel-plugin-gaurun-usage: the queue of a push server, and what it pushed to whom.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "common/http/http_get.hpp"
#include "common/http/http_options.hpp"
#include "common/net/network_address.hpp"
#include "common/procfs/procfs.hpp"
#include "common/runtime/log.hpp"
#include "common/services/push_rates.hpp"
#include "common/services/push_statistics.hpp"
#include "common/state/counters.hpp"
#include "common/tool/metric_key.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

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

static std::vector<GraphDef> graphs(const std::string& name) {
    const auto label = [&name](std::string_view text) {
        return fmt::format("gaurun({}) {}", name, text);
    };
    const std::vector<MetricDef> pushes = {{"success", "success", true}, {"error", "error", true}};
    return {
        GraphDef("gaurun.queue_usage", label("queue_usage/queue_max ratio"), "float",
                 {{"ratio", "ratio", true}}, "", "percentage"),
        GraphDef("gaurun.queue", label("queue_usage and queue_max"), "integer",
                 {{"usage", "queue_usage"}, {"max", "queue_max"}}),
        GraphDef("gaurun.push_ios", label("push to ios/sec"), "float", pushes, "", "per-second"),
        GraphDef("gaurun.push_android", label("push to android/sec"), "float", pushes, "",
                 "per-second"),
        GraphDef("gaurun.push_success_ratio", label("succeeded ratio of push notification"),
                 "float", {{"ios", "ios"}, {"android", "android"}}, "", "percentage"),
        GraphDef("gaurun.pusher", label("pusher_count and pusher_max"), "integer",
                 {{"count", "pusher_count"}, {"max", "pusher_max"}}, "pusher"),
    };
}

static PushStatistics ask(const HttpRequest& request) {
    const HttpAnswer answer = http_get(request);
    if (const auto problem = answer.problem(); !problem.empty()) {
        throw Error(fmt::format("cannot ask {}: {}", request.url(), problem));
    }
    try {
        return parse_push_statistics(answer.body);
    } catch (const Error& error) {
        throw Error(fmt::format("cannot understand {}: {}", request.url(), error.what()));
    }
}

static void write_state(const PushStatistics& statistics, const Groups& groups,
                        MetricWriter& writer) {
    writer.write("gaurun.queue_usage.ratio", queue_usage_percentage(statistics));
    writer.write("gaurun.queue.usage", statistics.queue_usage);
    writer.write("gaurun.queue.max", statistics.queue_max);
    if (!groups.contains("pusher")) return;
    writer.write("gaurun.pusher.count", statistics.pusher_count);
    writer.write("gaurun.pusher.max", statistics.pusher_max);
}

static void write_pushes(const CounterChange& change, MetricWriter& writer) {
    for (const std::string platform : {"ios", "android"}) {
        const auto rates = push_rates(change, platform);
        writer.write("gaurun.push_" + platform + ".success", rates.success);
        writer.write("gaurun.push_" + platform + ".error", rates.error);
        writer.write("gaurun.push_success_ratio." + platform, rates.success_percentage);
    }
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
    cli.names_library(libcurl_version);
    cli.footer(kExamples);
    parse(cli, arguments);
    const auto name = server_name(request);
    writer.set_instance("gaurun_" + name, {"port", name});
    if (writer.describe([&name] { return graphs(name); }, groups)) return;

    request.timeout = arguments.budget();
    const auto statistics = ask(request);
    const auto url = request.url();
    for (const auto& key : statistics.ignored) warn(fmt::format("{}: {} is ignored", url, key));
    const Stamp now = stamp_now(ProcFs());
    write_state(statistics, groups, writer);
    attempt([&] {
        const StateFile file("mackerel-plugin-gaurun-usage", {request.address(), request.path,
                                                              arguments.common->metric_key_prefix});
        const auto change = change_since_last_run(file, now, push_counters(statistics));
        if (change) write_pushes(*change, writer);
    });
    if (writer.empty()) warn(fmt::format("{}: nothing to tell but rates, from now on", url));
}

int main(int argc, char** argv) { return run_metrics(argc, argv, gaurun_usage); }
