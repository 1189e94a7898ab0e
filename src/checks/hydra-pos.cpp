// check-hydra-pos: alerts when fluent-agent-hydra does not go on reading a log.

#include <errno.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include "common/http/http_get.hpp"
#include "common/http/http_options.hpp"
#include "common/net/network_address.hpp"
#include "common/procfs/procfs.hpp"
#include "common/runtime/activity.hpp"
#include "common/services/hydra_monitor.hpp"
#include "common/state/read_progress.hpp"
#include "common/text/text.hpp"
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
    bool is_idle_ok = false;
    Thresholds progress = {Limit{1, false, "1"}, Limit{1, false, "1"}};
    Thresholds lag;
    HttpRequest request;
};

static Options read_options(const Arguments& arguments) {
    Options options;
    options.request.port = kDefaultPort;
    CommandLine cli{"Alert when fluent-agent-hydra does not go on reading a log"};
    const auto add_file = [&](std::string_view text) {
        options.files.push_back(text_option(text));
    };
    cli.add_option("--file", add_file, "FILE", "A log that hydra follows (may be repeated)");
    cli.add_flag("--all", options.wants_all, "Every log that hydra follows");
    add_thresholds(cli, options.progress, number_limit_option,
                   {.type = "N", .condition = "fewer bytes a second are read (default: 1)"});
    cli.add_value("-H,--host", options.request.host, host_option, "HOST",
                  "Where hydra's monitor listens (default: 127.0.0.1)");
    cli.add_value("--port", options.request.port, port_option, "PORT",
                  fmt::format("... and on which port (default: {})", kDefaultPort));
    cli.add_flag("--idle-ok", options.is_idle_ok, "Fine when the log has been read to its end");
    add_thresholds(cli, options.lag, number_limit_option,
                   {.warning_names = "--lag-warning",
                    .critical_names = "--lag-critical",
                    .type = "BYTES",
                    .condition = "more bytes than that are not read yet"});
    cli.originals({"w", "c", "file", "port", "host"});
    cli.require_one_of({"--file", "--all"});
    cli.footer(kExamples);
    parse(cli, arguments);
    // The rest is for the verdict: a silent hydra is a finding.
    options.request.timeout = *arguments.common->timeout * 0.9;
    return options;
}

/// At most three decimals, rounded down, so that what is less than a limit also looks like it.
static std::string format_rate(double rate) {
    // Without libm, which would be one more library to load at each start.
    if (rate < 1e12) rate = static_cast<double>(static_cast<std::int64_t>(rate * 1000)) / 1000;
    auto text = fmt::format("{:.3f}", rate);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

/// How far hydra is behind the end of a log. Empty when nothing can be said of the log, and why.
struct Lag {
    std::optional<std::int64_t> bytes;
    bool is_idle = false;  ///< there is nothing more to read
    std::string failure;
};

static Lag measure_lag(const std::string& path, std::int64_t position) {
    const Activity activity("asking for the size of " + path);
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return {{}, false, strerror(errno)};
    if (!S_ISREG(status.st_mode)) return {{}, false, "not a file"};
    // Hydra tells the old position of a log that was truncated until there is a line to read. A
    // position beyond the end is such a one, and nothing of what stands there now was read.
    const std::int64_t size = status.st_size;
    return {position > size ? size : size - position, size == position || size == 0, ""};
}

/// The verdict on the progress and the lag of a log that hydra reads; an alert names the log.
static Verdict judge(const Options& options, const std::string& path, std::int64_t position,
                     const ReadProgress& progress) {
    const auto& [rate, not_saved] = progress;
    const bool wants_lag = options.lag.is_given();
    const Lag lag = wants_lag || options.is_idle_ok ? measure_lag(path, position) : Lag{};
    const auto where = fmt::format(" ({})", path);
    const bool is_alone = options.files.size() == 1 && !options.wants_all && !wants_lag;
    std::string text = "first time check" + (is_alone && not_saved.empty() ? "" : where);
    std::optional<Breach> slow;
    if (rate) {
        if (!(options.is_idle_ok && lag.is_idle)) slow = options.progress.below(*rate);
        text = fmt::format("{} position-updated/sec{}{}", format_rate(*rate),
                           slow ? " less than " + slow->limit : "", where);
    }
    Verdict verdict{slow ? slow->status : Status::ok, text, ""};
    if (!lag.failure.empty() && (wants_lag || slow)) {
        if (wants_lag && !slow) verdict.status = Status::unknown;
        verdict.message += ", its size is not known: " + lag.failure;
    }
    if (!wants_lag || !lag.bytes) return verdict;
    const auto far = options.lag.above(static_cast<double>(*lag.bytes));
    const auto behind = fmt::format("{} bytes behind", *lag.bytes);
    if (!far) {
        verdict.message += ", " + behind;
    } else if (!slow || severity(far->status) > severity(slow->status)) {
        verdict = {far->status, fmt::format("{}, more than {} | {}", behind, far->limit, text), ""};
    } else {
        verdict.message += fmt::format(", {}, more than {}", behind, far->limit);
    }
    return verdict;
}

/// The verdict on a log that hydra does not have among its own.
static Verdict unknown_to(const HydraFiles& files, const std::string& path) {
    std::vector<std::string> known;
    for (const auto& [name, file] : files) known.push_back(printable(name));
    return {Status::critical,
            fmt::format("hydra does not know {}; it knows {}", path,
                        known.empty() ? "no file at all" : join_fitting(known, 600)),
            ""};
}

static Verdict check_file(const Options& options, const HydraFiles& files, const Stamp& now,
                          const std::string& path) {
    const auto found = files.find(path);
    if (found == files.end()) return unknown_to(files, path);
    const auto& [position, error] = found->second;
    if (!position) {
        return {Status::critical, fmt::format("hydra does not tell the position ({})", path), ""};
    }
    const StateFile state("check-hydra-pos",
                          {options.request.host, std::to_string(options.request.port), path});
    // A log that cannot be opened will be read from its start.
    const auto read = static_cast<std::uint64_t>(std::max<std::int64_t>(*position, 0));
    const auto progress = exchange_position(state, now, read);
    Verdict verdict;
    if (*position < 0 || !error.empty()) {
        const auto text = error.empty() ? fmt::format("position {}", *position) : error;
        verdict = {Status::critical, fmt::format("{} ({})", shorten(text, 500), path), ""};
    } else {
        verdict = judge(options, path, *position, progress);
    }
    verdict.note = not_saved_note(progress.not_saved);
    if (!progress.rate && !options.lag.is_given()) doubt_without_memory(verdict);
    return verdict;
}

static Verdict check_hydra_pos(const Arguments& arguments) {
    const Options options = read_options(arguments);
    const auto& request = options.request;
    const HttpAnswer answer = http_get(request);
    const auto failed = [&request](const std::string& reason, const std::string& hint) {
        return Verdict{Status::critical,
                       fmt::format("cannot ask hydra at {}: {}{}", request.address(), reason, hint),
                       ""};
    };
    if (const auto problem = answer.problem(); !problem.empty()) {
        const bool wants_hint = answer.is_refused && request.port != kPortOfHydra;
        return failed(problem, wants_hint
                                   ? fmt::format(" (hydra's own default port is {})", kPortOfHydra)
                                   : "");
    }
    HydraFiles files;
    try {
        files = parse_hydra_monitor(answer.body);
    } catch (const Error& error) {
        return failed("cannot understand its answer: ", error.what());
    }
    std::set<std::string> paths(options.files.begin(), options.files.end());
    if (options.wants_all) {
        for (const auto& [path, file] : files) paths.insert(path);
    }
    if (paths.empty()) return {Status::critical, "hydra follows no file at all", ""};
    const Stamp now = stamp_now(ProcFs());
    std::vector<Verdict> verdicts;
    for (const auto& path : paths) verdicts.push_back(check_file(options, files, now, path));
    return join_verdicts(std::move(verdicts));
}

int main(int argc, char** argv) { return run_check(argc, argv, check_hydra_pos); }
