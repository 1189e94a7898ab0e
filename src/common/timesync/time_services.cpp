#include "common/timesync/time_services.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "common/process/ask_program.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/log.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "common/timesync/chronyc.hpp"
#include "common/timesync/kernel_clock.hpp"
#include "common/timesync/ntpq.hpp"
#include "common/timesync/timedatectl.hpp"
#include "common/timesync/timesyncd.hpp"

namespace monitoring {

namespace {

/// Of a program's output: more than a thousand sources take.
constexpr std::size_t kMaxKept = std::size_t{1} << 18U;

/// The first line that is not blank.
std::string_view first_line(std::string_view text) {
    for (const auto line : split(text, '\n')) {
        if (!words(line).empty()) return line;
    }
    return {};
}

/// The error that ntpq printed on stderr, also in the middle of a table.
std::string_view failure_of_ntpq(std::string_view errors) {
    for (const auto line : split(errors, '\n')) {
        const bool is_failure = line.starts_with("ntpq:") || line.find("***") != line.npos;
        if (is_failure) return line;
    }
    return {};
}

/// Why a program failed, from its output.
[[noreturn]] void refuse(const std::string& program, const ProgramAnswer& answer,
                         std::string_view reason) {
    if (reason.empty()) {
        throw Error(fmt::format("{} prints nothing, exit code {}", program, answer.exit_code));
    }
    const auto end =
        answer.exit_code > 3 ? describe_end(program, Exited{answer.exit_code}) : program;
    throw Error(fmt::format("{}: {}", end, shorten(printable(reason), 200)));
}

/// The stdout of a program. Throws Error when it fails, or does not end in time.
std::string ask(const std::vector<std::string>& command, const Deadline& deadline) {
    const auto& program = command.front();
    CommandLimits limits;
    limits.max_kept = kMaxKept;
    // The grace after SIGTERM comes out of this program's own time.
    limits.timeout = deadline.remaining() * 0.9;
    limits.grace = deadline.remaining() * 0.1;
    auto answer = ask_program(command, limits);
    if (answer.output.bytes > kMaxKept) {
        throw Error(fmt::format("{} prints more than {} bytes", program, kMaxKept));
    }
    const auto output = first_line(answer.output.text);
    const auto errors = first_line(answer.errors.text);
    if (program == "ntpq") {
        // ntpq exits with 0 also after a failure.
        const auto failure = failure_of_ntpq(answer.errors.text);
        if (answer.exit_code == 0 && failure.empty() && !output.empty()) {
            return std::move(answer.output.text);
        }
        refuse(program, answer, failure.empty() ? errors : failure);
    }
    if (answer.exit_code == 0) return std::move(answer.output.text);
    // chronyc prints its errors on stdout.
    refuse(program, answer, errors.empty() ? output : errors);
}

/// Runs a question whose answer is optional: an Error is only logged.
template <typename Add>
void complete(const std::vector<std::string>& command, const Deadline& deadline, Add add,
              ClockReport& report) {
    try {
        add(ask(command, deadline), report);
    } catch (const Error& error) {
        warn(error.what());
    }
}

ClockReport ask_chronyd(const Deadline& deadline, bool wants_quality) {
    auto report = parse_chronyc_sources(ask({"chronyc", "-c", "-n", "sources"}, deadline));
    // `tracking` still shows the values of a source that is no longer selected.
    if (wants_quality && report.is_synchronised) {
        complete({"chronyc", "-c", "-n", "tracking"}, deadline, add_chronyc_tracking, report);
    }
    return report;
}

ClockReport ask_ntpd(const Deadline& deadline, bool wants_quality) {
    auto report = parse_ntpq_peers(ask({"ntpq", "-pn"}, deadline));
    if (report.is_synchronised && (wants_quality || is_cut_by_ntpq(report))) {
        complete({"ntpq", "-c", "rv"}, deadline, add_ntpq_variables, report);
    }
    return report;
}

/// Asks timedatectl about timesyncd. Throws NotInstalled without timesyncd.
ClockReport ask_timedatectl(const Deadline& deadline) {
    try {
        return parse_timesync(ask({"timedatectl", "show-timesync", "--all"}, deadline));
    } catch (const NoProcess&) {
        throw;
    } catch (const Error& error) {
        if (has_timesyncd()) throw;
        throw NotInstalled(error.what());
    }
}

ClockReport ask_timesyncd(const Deadline& deadline) {
    auto report = ask_timedatectl(deadline);
    report.is_synchronised = report.is_synchronised && has_timesyncd_set_the_clock();
    if (!report.is_synchronised) return report;
    try {
        // timesyncd leaves the adjustment to the kernel.
        report.offset = read_kernel_clock().offset;
        if (!report.offset) warn("the kernel does not know the offset: timesyncd did not set it");
    } catch (const Error& error) {
        warn(error.what());
    }
    return report;
}

ClockReport ask_kernel() {
    const auto kernel = read_kernel_clock();
    ClockReport report;
    report.is_synchronised = kernel.is_synchronised;
    if (kernel.is_synchronised) report.offset = kernel.offset;
    return report;
}

}  // namespace

std::string_view name_of(TimeService service) {
    switch (service) {
        case TimeService::chronyd: return "chronyd";
        case TimeService::ntpd: return "ntpd";
        case TimeService::timesyncd: return "timesyncd";
        default: return "kernel";
    }
}

bool may_hang(TimeService service) { return service != TimeService::kernel; }

ClockReport ask_time_service(TimeService service, Seconds timeout, bool wants_quality) {
    const Deadline deadline(timeout);
    try {
        switch (service) {
            case TimeService::chronyd: return ask_chronyd(deadline, wants_quality);
            case TimeService::ntpd: return ask_ntpd(deadline, wants_quality);
            case TimeService::timesyncd: return ask_timesyncd(deadline);
            default: return ask_kernel();
        }
    } catch (const MissingProgram& missing) {
        throw NotInstalled(missing.what());
    }
}

}  // namespace monitoring
