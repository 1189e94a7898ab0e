// periodic-checker: runs a command only at certain times.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <optional>
#include <set>

#include "common/calendar/days.hpp"
#include "common/calendar/local_time.hpp"
#include "common/calendar/time_ranges.hpp"
#include "common/process/execute.hpp"
#include "common/process/process.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/text/text.hpp"
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

/// When to run the command.
struct Schedule {
    std::vector<TimeRange> ranges;
    std::vector<TimeRange> exceptions;
    std::vector<DaySpan> closed;
    std::set<std::string> holidays;

    [[nodiscard]] bool is_inside(const std::tm& time) const {
        const WallTime wall{.day = time.tm_wday, .minute = time.tm_hour * 60 + time.tm_min};
        if (!monitoring::is_inside(ranges, wall) || monitoring::is_inside(exceptions, wall)) {
            return false;
        }
        if (holidays.empty() && closed.empty()) return true;
        const auto day = format_date(time);
        return !holidays.contains(day) &&
               std::none_of(closed.begin(), closed.end(),
                            [&](const DaySpan& days) { return days.contains(day); });
    }
};

/// Given more than once, all of them count.
static void add_ranges(CommandLine& cli, const std::string& names,
                       std::optional<std::string>& ranges, const std::string& help) {
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
    cli.add_value("--holidays", options.holidays, parse_text, "FILE",
                  "And not on the days in FILE, one YYYY-MM-DD a line");
    cli.add_value("--tz", options.zone, parse_text, "ZONE",
                  "The time zone of all that, such as Asia/Tokyo (default: the local one)");
    cli.add_value("--outside", options.outside, parse_status, "STATUS",
                  "What to be when the command is not run (default: ok)");
    cli.add_value("--outside-message", options.outside_message, parse_text, "TEXT",
                  "What to say then");
    cli.add_flag("--exclusive-end", options.has_exclusive_ends,
                 "The minute that ends a range is outside");
    cli.add_value("--identifier", options.identifier, parse_text, "TEXT",
                  "For likeness to the other wrappers: nothing is remembered here");
    cli.add_flag("--explain", options.is_to_explain,
                 "Print whether now is inside and when that changes, and run nothing");
    cli.originals({"ranges"});
    cli.footer(kExamples);
}

static std::string describe(std::string_view option, const std::vector<std::string>& mistakes) {
    const char* const are = mistakes.size() == 1 ? "is not a time range" : "are not time ranges";
    return fmt::format("{}: '{}' {} such as 09:00-18:00 or Mon-Fri 22:00-06:00", option,
                       join(mistakes, "', '"), are);
}

static std::string describe_days(const std::vector<std::string>& mistakes) {
    const char* const are = mistakes.size() == 1 ? "is not a day" : "are not days";
    return fmt::format("--except: '{}' {} such as 2026-12-31 or 2026-12-29..2027-01-03",
                       join(mistakes, "', '"), are);
}

/// Whatever the hour, all mistakes in the ranges are named, before anything else happens.
static Schedule read_schedule(const Options& options, const std::string& ranges) {
    std::vector<std::string> texts;
    const auto read = [&](std::string_view option, const std::string& text) {
        std::vector<std::string> mistakes;
        auto found = parse_time_ranges(text, options.has_exclusive_ends, mistakes);
        if (!mistakes.empty()) texts.push_back(describe(option, mistakes));
        return found;
    };
    Schedule schedule;
    schedule.ranges = read("--range", ranges);
    std::vector<std::string> mistakes;
    auto times = options.exceptions;
    schedule.closed = take_days(times, mistakes);
    if (!mistakes.empty()) texts.push_back(describe_days(mistakes));
    if (times) schedule.exceptions = read("--except", *times);
    if (!texts.empty()) throw UsageError(fmt::format("{} (see --help)", join(texts, "; ")));
    if (!options.holidays.empty()) {
        start_watchdog();
        schedule.holidays = read_days(options.holidays);
    }
    return schedule;
}

static std::string explain(const Schedule& schedule, std::time_t now) {
    constexpr std::time_t kMinute = 60;
    constexpr std::time_t kDays = 400;
    constexpr int kChanges = 3;
    const auto line = [](bool is_inside, const char* since, const std::tm& time) {
        return fmt::format("{} {} {} {} {}\n", is_inside ? "inside" : "outside", since,
                           format_date(time), format_minute(time), time.tm_zone);
    };
    const std::tm here = local_time(now);
    bool is_inside = schedule.is_inside(here);
    std::string text = line(is_inside, "now,", here);
    int changes = 0;
    // Minute by minute, as daylight saving may begin or end at any of them.
    const std::time_t first = now - here.tm_sec + kMinute;
    for (auto moment = first; moment < first + kDays * 86400; moment += kMinute) {
        const std::tm time = local_time(moment);
        if (schedule.is_inside(time) == is_inside) continue;
        is_inside = !is_inside;
        text += line(is_inside, "from", time);
        if (++changes == kChanges) return text;
    }
    return text + fmt::format("no other change in the next {} days\n", kDays);
}

static WrapperResult outside(const Arguments& arguments, const Options& options,
                             const std::string& ranges, const std::tm& now) {
    const auto message =
        options.outside_message.empty()
            ? fmt::format("out of time ranges: {} [{}]", ranges, format_minute(now))
            : options.outside_message;
    return status_line(arguments, options.outside, message);
}

/// Becomes the command, which has an empty stdin and no files of whoever started us, as behind any
/// wrapper. Returns only when that fails.
static WrapperResult exec_command(const Arguments& arguments) {
    const auto& command = wrapped_command(arguments);
    constexpr std::array kKept = {STDOUT_FILENO, STDERR_FILENO};
    close_descriptors_but(kKept);
    // The lowest free number is that of stdin.
    static_cast<void>(open("/dev/null", O_RDONLY));
    const int error = execute(Execution(command));
    throw Error(fmt::format("cannot run {}: {}", command.front(),
                            why_not_executed(command.front(), error)));
}

static WrapperResult check_at_times(const Arguments& arguments) {
    Options options;
    CommandLine cli{"Run a command only at certain times", "periodic-checker"};
    add_options(cli, options);
    parse(cli, arguments);
    const auto ranges = options.ranges.value_or("00:00-24:00");
    const Schedule schedule = read_schedule(options, ranges);
    {
        const LocalZone zone(options.zone);
        const std::time_t now = std::time(nullptr);
        if (options.is_to_explain) return {Status::ok, explain(schedule, now)};
        static_cast<void>(wrapped_command(arguments));
        const std::tm here = local_time(now);
        if (!schedule.is_inside(here)) return outside(arguments, options, ranges, here);
    }
    const auto& common = *arguments.common;
    const bool has_work_left = common.timeout.has_value() || !common.shown_as.is_identity();
    return has_work_left ? run_wrapped_command(arguments) : exec_command(arguments);
}

int main(int argc, char** argv) { return run_wrapper(argc, argv, check_at_times); }
