// check-hydra-pos: alerts when fluent-agent-hydra does not go on reading a log.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

#include "common/http/http_get.hpp"
#include "common/http/http_options.hpp"
#include "common/net/network_address.hpp"
#include "common/procfs/procfs.hpp"
#include "common/services/hydra_log.hpp"
#include "common/tool/check.hpp"
#include "common/tool/findings.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  check-hydra-pos --file /var/log/app.log -w 100 -c 1    # by bytes a second
  check-hydra-pos --file /var/log/app.log --port 24223 --idle-ok    # a log may be quiet
  check-hydra-pos --all --idle-ok --lag-warning 1000000    # also when it reads, but too slowly)";

static constexpr std::uint16_t kDefaultPort = 24200;
static constexpr std::uint16_t kPortOfHydra = 24223;

/// What the user asks for.
struct Options {
    std::vector<std::string> files;
    bool wants_all = false;
    HydraLimits limits;
    HttpRequest request;
};

static Options read_options(const Arguments& arguments) {
    Options options;
    options.request.port = kDefaultPort;
    CommandLine cli{"Alert when fluent-agent-hydra does not go on reading a log"};
    cli.add_list("--file", options.files, text_option, "FILE", "A log that hydra follows");
    cli.add_flag("--all", options.wants_all, "Every log that hydra follows");
    add_thresholds(cli, options.limits.progress, number_limit_option,
                   {.type = "N", .condition = "fewer bytes a second are read (default: 1)"});
    cli.add_value("-H,--host", options.request.host, host_option, "HOST",
                  "Where hydra's monitor listens (default: 127.0.0.1)");
    cli.add_value("--port", options.request.port, port_option, "PORT",
                  fmt::format("... and on which port (default: {})", kDefaultPort));
    cli.add_flag("--idle-ok", options.limits.is_idle_ok,
                 "Fine when the log has been read to its end");
    add_thresholds(cli, options.limits.lag, number_limit_option,
                   {.warning_names = "--lag-warning",
                    .critical_names = "--lag-critical",
                    .type = "BYTES",
                    .condition = "more bytes than that are not read yet"});
    cli.originals({"w", "c", "file", "port", "host"});
    cli.names_library(libcurl_version);
    cli.require_one_of({"--file", "--all"});
    cli.footer(kExamples);
    parse(cli, arguments);
    options.request.timeout = arguments.budget();
    return options;
}

/// The logs that hydra follows, or why it does not tell.
struct HydraAnswer {
    HydraFiles files;
    std::string failure;
};

static HydraAnswer ask_hydra(const HttpRequest& request) {
    const HttpAnswer answer = http_get(request);
    auto failure = answer.problem();
    if (answer.is_refused && request.port != kPortOfHydra) {
        failure += fmt::format(" (hydra's own default port is {})", kPortOfHydra);
    }
    if (!failure.empty()) return {{}, failure};
    try {
        return {parse_hydra_monitor(answer.body), ""};
    } catch (const Error& error) {
        return {{}, fmt::format("cannot understand its answer: {}", error.what())};
    }
}

static Verdict check_log(const Options& options, const HydraFiles& files, const Stamp& now,
                         const std::string& path) {
    const auto found = files.find(path);
    if (found == files.end()) return judge_unknown_log(path, files);
    const auto position = found->second.position;
    ReadProgress progress;
    if (position) {
        const StateFile state("check-hydra-pos",
                              {options.request.host, std::to_string(options.request.port), path});
        // A log that cannot be opened will be read from its start.
        const auto read = static_cast<std::uint64_t>(std::max<std::int64_t>(*position, 0));
        progress = exchange_position(state, now, read);
    }
    const bool is_only_one = options.files.size() == 1 && !options.wants_all;
    return judge_log(path, is_only_one, found->second, progress, options.limits);
}

static Verdict check_hydra_pos(const Arguments& arguments) {
    const Options options = read_options(arguments);
    const auto [files, failure] = ask_hydra(options.request);
    if (!failure.empty()) {
        return {Status::critical,
                fmt::format("cannot ask hydra at {}: {}", options.request.address(), failure), ""};
    }
    std::set<std::string> paths(options.files.begin(), options.files.end());
    if (options.wants_all) {
        for (const auto& [path, file] : files) paths.insert(path);
    }
    if (paths.empty()) return {Status::critical, "hydra follows no file at all", ""};
    const Stamp now = stamp_now(ProcFs());
    std::vector<Verdict> verdicts;
    for (const auto& path : paths) verdicts.push_back(check_log(options, files, now, path));
    return join_verdicts(std::move(verdicts));
}

int main(int argc, char** argv) { return run_check(argc, argv, check_hydra_pos); }
