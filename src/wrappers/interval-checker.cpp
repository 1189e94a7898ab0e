// interval-checker: runs a command now and then, and repeats its last result in between.

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "common/process/background.hpp"
#include "common/procfs/procfs.hpp"
#include "common/runtime/termination.hpp"
#include "common/state/state.hpp"
#include "common/tool/splay.hpp"
#include "common/wrapper/cached_result.hpp"
#include "common/wrapper/wrapper.hpp"

using namespace monitoring;

static constexpr auto kExamples =
    "Examples:\n"
    "  interval-checker --interval 14m -- check-inode -w 80 --remote    # every 15 minutes\n"
    "  interval-checker --interval 24h --jitter 1h -- check-crt-expiration --connect"
    " www.example.com    # once a day, not all hosts at a time\n"
    "  interval-checker --interval 5m --stale 1h --timeout 2m -- check-inode -w 80 --remote"
    "    # nobody waits for it";

struct Options {
    CacheRules rules;
    Seconds jitter{};
    std::string identifier;
    bool wants_age = false;
    bool is_forced = false;
};

static void add_options(CommandLine& cli, Options& options) {
    cli.add_value("--interval", options.rules.interval, duration_option, "DURATION",
                  "Run the command when its last result is that old, else repeat it (default: 1)");
    cli.add_value("--failure-interval", options.rules.failure_interval, duration_option, "DURATION",
                  "Repeat failures as well, for that long");
    cli.add_value("--stale", options.rules.stale, duration_option, "DURATION",
                  "Show an older result, up to that age, while the command runs in the background");
    cli.add_value("--jitter", options.jitter, duration_option, "DURATION",
                  "Add a part of that to the interval, another one on each host");
    cli.add_value("--identifier", options.identifier, text_option, "TEXT",
                  "Keep results apart from others that run the same command");
    cli.add_flag("--show-age", options.wants_age, "Say how old a repeated result is");
    cli.add_flag("--force", options.is_forced, "Run the command now and keep its result");
    cli.originals({"identifier", "interval"});
    cli.footer(kExamples);
}

static WrapperResult repeat(Recalled<CachedResult> last, const Options& options) {
    const auto age = fmt::format(" (cached {}s ago)", static_cast<long>(last.age.count()));
    return {.status = last.value.status,
            .output = std::move(last.value.output),
            .note = options.wants_age ? age : ""};
}

static WrapperResult run_and_keep(const Arguments& arguments, const StateFile& state) {
    WrapperResult run = run_wrapped_command(arguments);
    // What we were kept from finishing is no result.
    if (run.is_stopped) return run;
    const auto not_saved = state.save(stamp_now(ProcFs()), format_result({run.status, run.output}));
    run.note = not_saved_note(not_saved);
    return run;
}

/// Runs the command in a process that nobody waits for, unless that is being done already.
static void refresh(const Arguments& arguments, StateFile& state, const Options& options) {
    if (!state.lock(StateFile::Wait::none)) return;
    run_in_background(state.descriptors(), [&] {
        // Later its result would be of no use to anybody.
        set_deadline(arguments.common->timeout.value_or(*options.rules.stale));
        static_cast<void>(run_and_keep(arguments, state));
    });
}

static WrapperResult check_now_and_then(const Arguments& arguments) {
    Options options;
    CommandLine cli{"Run a command now and then, and repeat its last result in between",
                    "interval-checker"};
    add_options(cli, options);
    parse(cli, arguments);
    auto key = command_key(arguments, options.identifier);
    // Our own lines are kept in their format. No command has an empty name.
    const auto format = static_cast<int>(arguments.common->style.format);
    if (format != 0) key.insert(key.begin() + 1, {"", std::to_string(format)});
    StateFile state("interval-checker", key, StateFile::Wait::none);
    const ProcFs proc;
    CacheRules& rules = options.rules;
    if (options.jitter.count() > 0) {
        rules.delay = host_delay(host_identity(proc.hostname()), key, options.jitter);
    }
    const Stamp start = stamp_now(proc);
    if (!options.is_forced) {
        auto last = recall(state, start, parse_result, "result");
        if (last && is_fresh(rules, last->value.status, last->age)) {
            return repeat(*std::move(last), options);
        }
        if (last && is_presentable(rules, last->age)) {
            refresh(arguments, state, options);
            return repeat(*std::move(last), options);
        }
    }
    state.lock(StateFile::Wait::for_ever);
    if (!options.is_forced) {
        const Stamp now = stamp_now(proc);
        auto last = recall(state, now, parse_result, "result");
        // Whoever held the lock ran the command while we waited. That is our result too.
        const auto waited = time_between(start, now);
        if (last &&
            (is_fresh(rules, last->value.status, last->age) || (waited && last->age <= *waited))) {
            return repeat(*std::move(last), options);
        }
    }
    return run_and_keep(arguments, state);
}

int main(int argc, char** argv) { return run_wrapper(argc, argv, check_now_and_then); }
