// check-inode: alerts when a file system runs out of inodes, or does not answer.

#include <fmt/format.h>

#include <algorithm>

#include "common/mounts/inode_survey.hpp"
#include "common/text/text.hpp"
#include "common/tool/check.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  check-inode -w 80 -c 90    # all local file systems
  check-inode -w 80 --exclude-type overlay --exclude-path '^/var/lib/docker/'    # but those
  check-inode -p /srv/mail -c 95 --free-critical 10000    # one of them, also by number)";

struct Limits {
    Thresholds used;  ///< percent
    Thresholds free;  ///< inodes
};

static std::optional<Breach> judge_used(const Volume& volume, const Limits& limits) {
    return limits.used.at_least(static_cast<double>(volume.used_percentage));
}

static std::optional<Breach> judge_free(const Volume& volume, const Limits& limits) {
    return limits.free.below(static_cast<double>(volume.free));
}

/// The volumes that passed a limit and led to this status, the worst first.
template <typename Judge, typename IsWorse, typename Show>
static std::vector<std::string> offenders(const std::vector<Volume>& volumes, const Limits& limits,
                                          Status status, Judge judge, IsWorse is_worse, Show show) {
    std::vector<Volume> found;
    for (const Volume& volume : volumes) {
        const auto breach = judge(volume, limits);
        if (breach && breach->status == status) found.push_back(volume);
    }
    std::stable_sort(found.begin(), found.end(), is_worse);
    std::vector<std::string> names(found.size());
    std::transform(found.begin(), found.end(), names.begin(), show);
    return names;
}

static Clause used_clause(const std::vector<Volume>& volumes, const Limits& limits, Status status) {
    const auto names = offenders(
        volumes, limits, status, judge_used,
        [](const auto& a, const auto& b) { return a.used_percentage > b.used_percentage; },
        [](const auto& volume) {
            return fmt::format("{} ({}%)", volume.name, volume.used_percentage);
        });
    return {"; ", fmt::format("used inode more than {}% on volume ", limits.used.text_of(status)),
            names};
}

static Clause free_clause(const std::vector<Volume>& volumes, const Limits& limits, Status status) {
    const auto names = offenders(
        volumes, limits, status, judge_free,
        [](const auto& a, const auto& b) { return a.free < b.free; },
        [](const auto& volume) { return fmt::format("{} ({})", volume.name, volume.free); });
    return {"; ", fmt::format("free inodes less than {} on volume ", limits.free.text_of(status)),
            names};
}

/// What was left out; empty when nothing was.
static std::string note_of(const std::string& what, const std::vector<std::string>& names) {
    const auto note = join_clauses({{"", what, names}}, kMaxLineLength / 8);
    return note.empty() ? "" : note + ")";
}

static Verdict judge(const Survey& survey, const Limits& limits, Seconds timeout) {
    Status status = survey.silent.empty() ? Status::ok : Status::critical;
    std::vector<std::string> state;
    for (const Volume& volume : survey.volumes) {
        for (const auto& breach : {judge_used(volume, limits), judge_free(volume, limits)}) {
            if (breach) status = worst(status, breach->status);
        }
        state.push_back(fmt::format("{}:{}%", volume.name, volume.used_percentage));
    }
    if (status == Status::ok && (state.empty() || !survey.failed.empty())) status = Status::unknown;

    const auto note =
        note_of(" (no access to ", survey.no_access) +
        note_of(fmt::format(" (not visible below {}: ", survey.root), survey.not_visible);
    // The longest prefix, "CRITICAL: ", and the newline take 11 characters.
    auto message = join_clauses(
        {{"; ", fmt::format("no answer in {:.3g} s on volume ", timeout.count()), survey.silent},
         used_clause(survey.volumes, limits, status),
         free_clause(survey.volumes, limits, status),
         {"; ", "cannot judge ", survey.failed},
         {" | ", "", state}},
        kMaxLineLength - 11 - count_characters(note));
    if (message.empty()) message = "no file system with inodes to judge";
    return {status, message, note};
}

/// A path without slashes at its end, as the list of mounts has it.
static std::string path_option(std::string_view text) {
    auto path = text_option(text);
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

static void add_types(CommandLine& cli, const std::string& name, FileSystemTypes& types,
                      const std::string& help) {
    const auto add = [&types](std::string_view text) {
        for (const auto type : split(text, ',')) types.insert(text_option(type));
    };
    cli.add_option(name, add, "TYPE[,TYPE...]", help);
}

static void add_options(CommandLine& cli, Limits& limits, Selection& selection) {
    add_thresholds(cli, limits.used, percentage_limit_option,
                   {.type = "PCT", .condition = "so many percent of the inodes are used, or more"});
    add_thresholds(cli, limits.free, number_limit_option,
                   {.warning_names = "--free-warning",
                    .critical_names = "--free-critical",
                    .type = "N",
                    .condition = "fewer inodes than that are free"});
    cli.add_option(
        "-p,--path", [&](std::string_view text) { selection.paths.push_back(path_option(text)); },
        "PATH", "Only the file system that holds PATH, whatever its type (may be repeated)");
    add_types(cli, "--type", selection.types, "Only file systems of that type (may be repeated)");
    add_types(cli, "--exclude-type", selection.excluded_types,
              "No file systems of that type (may be repeated)");
    cli.add_option(
        "--exclude-path",
        [&](std::string_view text) { selection.excluded_paths.add(text_option(text)); }, "REGEX",
        "No mount points in which the POSIX extended REGEX is found (may be repeated)");
    cli.add_flag("--remote", selection.with_remote, "Also remote file systems, such as nfs");
    cli.originals({"w", "c"});
    cli.require_one_of({"-w", "-c", "--free-warning", "--free-critical"});
    cli.footer(kExamples);
}

static Verdict check_inode(const Arguments& arguments) {
    Limits limits;
    Selection selection;
    CommandLine cli{"Alert when a file system runs out of inodes"};
    add_options(cli, limits, selection);
    parse(cli, arguments);
    // Half of our own time at the most is what a file system gets.
    const Seconds timeout = std::min(Seconds(5), *arguments.common->timeout / 2);
    return judge(survey_inodes(ProcFs(), selection, timeout), limits, timeout);
}

int main(int argc, char** argv) { return run_check(argc, argv, check_inode); }
