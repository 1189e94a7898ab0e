// delay-checker: alerts only when a command keeps failing.

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "common/procfs/procfs.hpp"
#include "common/state/state.hpp"
#include "common/wrapper/failure_history.hpp"
#include "common/wrapper/wrapper.hpp"

using namespace monitoring;

static constexpr auto kExamples =
    "Examples:\n"
    "  delay-checker -c 3 -- check-resolver --host www.example.com"
    "    # the third failure in a row\n"
    "  delay-checker -c 3 --window 5 --recover 2 -- check-myip mail.example.com 25"
    "    # it comes and goes\n"
    "  delay-checker --for 10m --only warning,unknown --timeout 20s -- check-inode -w 80 -c 95"
    "    # those for ten minutes, CRITICAL at once";

struct Options {
    DelayRules rules;
    std::optional<Seconds> max_age;
    std::string identifier;
    bool is_to_show = false;
    bool is_to_reset = false;
};

static void add_options(CommandLine& cli, Options& options) {
    DelayRules& rules = options.rules;
    cli.add_value("-c,--critical,--count", rules.failures, runs_option, "N",
                  "Let the Nth failure in a row through (default: 1)");
    cli.add_value("--window", rules.window, window_option, "K",
                  "Let a failure through when N of the last K runs failed");
    cli.add_value(
        "--for", rules.period, duration_option, "DURATION",
        "Let a failure through when it has been failing for so long (and -c holds, if given)");
    cli.add_value("--recover", rules.recoveries, runs_option, "M",
                  "After an alert show OK at the Mth OK in a row only");
    cli.add_option(
        "--only", [&rules](std::string_view text) { rules.delayed.merge(failures_option(text)); },
        "warning|critical|unknown[,...]", "Delay these only; others pass at once");
    cli.add_value("--pending", rules.pending, pending_status_option, "ok|warning",
                  "What a delayed failure is shown as (default: ok)");
    cli.add_value("--max-age", options.max_age, duration_option, "DURATION",
                  "Forget what is older than that");
    cli.add_value("--identifier", options.identifier, text_option, "TEXT",
                  "Count apart from others that run the same command");
    const auto show = cli.add_flag("--show", options.is_to_show,
                                   "Print what is remembered of the command, and run nothing");
    show.asks();
    const auto reset = cli.add_flag("--reset", options.is_to_reset, "Forget it, and run nothing");
    reset.excludes(show);
    reset.asks();
    cli.originals({"identifier", "c"});
    cli.footer(kExamples);
}

static FailureHistory recall_history(const StateFile& state, const Stamp& now,
                                     const Options& options) {
    auto last = recall(state, now, parse_history, "history");
    if (!last || (options.max_age && last->age > *options.max_age)) return {};
    return std::move(last->value);
}

static WrapperResult show(const StateFile& state, const Options& options) {
    const Stamp now = stamp_now(ProcFs());
    const auto history = describe_history(recall_history(state, now, options), now.boot_time_ns);
    return {.status = Status::ok,
            .output = fmt::format("{}{}\n", history, state.place()),
            .is_answer = true};
}

static WrapperResult reset(StateFile& state) {
    state.lock(StateFile::Wait::two_seconds);
    if (const auto obstacle = state.forget(); !obstacle.empty()) {
        throw Error("cannot forget " + obstacle);
    }
    return {.status = Status::ok, .output = "forgotten\n", .is_answer = true};
}

static WrapperResult judge(WrapperResult run, StateFile& state, const Options& options) {
    // A check that never fails leaves no file, not even a lock.
    if (run.status == Status::ok && !state.exists()) return run;
    state.lock(StateFile::Wait::two_seconds);
    const Stamp now = stamp_now(ProcFs());
    auto history = recall_history(state, now, options);
    const auto judgement = judge_run(history, run.status, now.boot_time_ns, options.rules);
    const auto not_saved =
        history.is_empty() ? state.forget() : state.save(now, format_history(history));
    const bool is_silent = run.output.empty() || run.output == "\n";
    if (is_silent && !judgement.prefix.empty()) run.output = "no output\n";
    run.note = not_saved_note(not_saved);
    if (run.is_stopped) return run;
    run.prefix = judgement.prefix;
    // A failure that cannot be counted would be delayed for ever.
    const bool is_lost = !not_saved.empty() && run.status != Status::ok;
    if (!is_lost) run.status = judgement.status;
    return run;
}

static WrapperResult delay(const Arguments& arguments) {
    Options options;
    CommandLine cli{"Alert only when a command keeps failing", "delay-checker"};
    add_options(cli, options);
    parse(cli, arguments);
    require_possible(options.rules);
    if (options.max_age && options.max_age->count() <= 0) {
        throw UsageError("--max-age 0 would forget each failure at once (see --help)");
    }
    const auto key = command_key(arguments, options.identifier);
    StateFile state("delay-checker", key, StateFile::Wait::none);
    if (options.is_to_show) return show(state, options);
    if (options.is_to_reset) return reset(state);
    return judge(run_wrapped_command(arguments), state, options);
}

int main(int argc, char** argv) { return run_wrapper(argc, argv, delay); }
