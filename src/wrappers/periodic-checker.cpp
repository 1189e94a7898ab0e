// periodic-checker: runs a command only at certain times.

#include <fmt/format.h>

#include <ctime>
#include <optional>

#include "common/calendar/local_time.hpp"
#include "common/calendar/schedule.hpp"
#include "common/process/execute.hpp"
#include "common/runtime/termination.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/wrapper/wrapper.hpp"

using namespace monitoring;

static constexpr auto kExamples =
    "Examples:\n"
    "  periodic-checker --range 00:00-06:00,06:30-24:00 -- check-inode -w 80"
    "    # all day but for half an hour\n"
    "  periodic-checker --range 'Mon-Fri 09:00-18:00' --holidays /etc/holidays"
    " -- check-uptime -w 10m    # in office hours\n"
    "  periodic-checker --range 22:00-06:00 --except 02:00-03:00 --tz Asia/Tokyo --explain"
    "    # when that is";

/// Texts of the command line, as they are.
struct Options {
    std::optional<std::string> ranges;
    std::optional<std::string> exceptions;
    std::string holidays;
    std::string zone;
    std::string identifier;
    Status outside = Status::ok;
    std::string outside_message;
    bool has_exclusive_ends = false;
    bool is_to_explain = false;
};

/// Given more than once, all of them count.
static void add_ranges(CommandLine& cli, const char* names, std::optional<std::string>& ranges,
                       const char* help) {
    const auto add = [&ranges](std::string_view text) {
        ranges = ranges ? fmt::format("{};{}", *ranges, text) : std::string(text);
    };
    cli.add_option(names, add, "RANGES", help);
}

static void add_options(CommandLine& cli, Options& options) {
    add_ranges(cli, "--range,--ranges", options.ranges,
               "Run the command at these times only, both ends inclusive (default: 00:00-24:00)");
    add_ranges(cli, "--except", options.exceptions,
               "But not at these times or days, such as 2026-12-29..2027-01-03");
    cli.add_value("--holidays", options.holidays, text_option, "FILE",
                  "And not on the days in FILE, one YYYY-MM-DD a line");
    cli.add_value("--tz", options.zone, text_option, "ZONE",
                  "The time zone of all that, such as Asia/Tokyo (default: the local one)");
    cli.add_value("--outside", options.outside, status_option, "STATUS",
                  "What to be when the command is not run (default: ok)");
    cli.add_value("--outside-message", options.outside_message, text_option, "TEXT",
                  "What to say then");
    cli.add_flag("--exclusive-end", options.has_exclusive_ends,
                 "The minute that ends a range is outside");
    cli.add_value("--identifier", options.identifier, text_option, "TEXT",
                  "For likeness to the other wrappers: nothing is remembered here");
    cli.add_flag("--explain", options.is_to_explain,
                 "Print whether now is inside and when that changes, and run nothing")
        .asks();
    cli.originals({"ranges"});
    cli.footer(kExamples);
}

/// "inside now, 2026-11-23 06:12 JST", and when that changes.
static std::string explain(const Schedule& schedule, const TimeZone& zone, std::time_t now) {
    constexpr std::size_t kMaxChanges = 3;
    const auto line = [](bool is_inside, const char* since, const std::tm& time) {
        return fmt::format("{} {} {} {} {}\n", is_inside ? "inside" : "outside", since,
                           format_date(time), format_minute(time), time.tm_zone);
    };
    const std::tm here = local_time(now, zone);
    auto text = line(schedule.is_inside(here), "now,", here);
    const auto changes = next_changes(schedule, zone, now, kMaxChanges);
    for (const auto& change : changes) text += line(change.is_inside, "from", change.time);
    if (changes.size() == kMaxChanges) return text;
    return text + fmt::format("no other change in the next {} days\n", kDaysAhead);
}

static WrapperResult outside(const Arguments& arguments, const Options& options,
                             const std::string& ranges, const std::tm& now) {
    const auto message =
        options.outside_message.empty()
            ? fmt::format("out of time ranges: {} [{}]", ranges, format_minute(now))
            : options.outside_message;
    return status_line(arguments, options.outside, message);
}

static WrapperResult check_at_times(const Arguments& arguments) {
    Options options;
    CommandLine cli{"Run a command only at certain times", "periodic-checker"};
    add_options(cli, options);
    parse(cli, arguments);
    const auto ranges = options.ranges.value_or("00:00-24:00");
    // Whatever the hour, mistakes are named before anything else happens.
    Schedule schedule = schedule_option(ranges, options.exceptions, options.has_exclusive_ends);
    if (!options.holidays.empty()) {
        start_watchdog();
        schedule.holidays = read_days(options.holidays);
    }
    const auto zone = read_time_zone(options.zone);
    const std::time_t now = std::time(nullptr);
    if (options.is_to_explain) {
        return {.status = Status::ok, .output = explain(schedule, zone, now), .is_answer = true};
    }
    static_cast<void>(wrapped_command(arguments));
    const std::tm here = local_time(now, zone);
    if (!schedule.is_inside(here)) return outside(arguments, options, ranges, here);
    const auto& common = *arguments.common;
    const bool has_work_left = common.timeout || !common.shown_as.is_identity() ||
                               !common.style.is_usual() || has_output_file();
    if (has_work_left) return run_wrapped_command(arguments);
    exec_command(wrapped_command(arguments));
}

int main(int argc, char** argv) { return run_wrapper(argc, argv, check_at_times); }
