// check-inode: alerts when a file system runs out of inodes, or does not answer.

#include <algorithm>

#include "common/mounts/inode_survey.hpp"
#include "common/mounts/judge_inodes.hpp"
#include "common/text/text.hpp"
#include "common/tool/check.hpp"

using namespace monitoring;

static constexpr auto kExamples = R"(Examples:
  check-inode -w 80 -c 90    # all local file systems
  check-inode -w 80 --exclude-type overlay --exclude-path '^/var/lib/docker/'    # but those
  check-inode -p /srv/mail -c 95 --free-critical 10000    # one of them, also by number)";

/// A path without slashes at its end, as the list of mounts has it.
static std::string path_option(std::string_view text) {
    auto path = text_option(text);
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

static void add_types(CommandLine& cli, const char* name, FileSystemTypes& types,
                      const char* help) {
    const auto add = [&types](std::string_view text) {
        for (const auto type : split(text, ',')) types.insert(text_option(type));
    };
    cli.add_option(name, add, "TYPE[,TYPE...]", help);
}

static void add_options(CommandLine& cli, InodeLimits& limits, Selection& selection) {
    add_thresholds(cli, limits.used, percentage_limit_option,
                   {.type = "PCT", .condition = "so many percent of the inodes are used, or more"});
    add_thresholds(cli, limits.free, number_limit_option,
                   {.warning_names = "--free-warning",
                    .critical_names = "--free-critical",
                    .type = "N",
                    .condition = "fewer inodes than that are free"});
    cli.add_list("-p,--path", selection.paths, path_option, "PATH",
                 "Only the file system that holds PATH, whatever its type");
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
    InodeLimits limits;
    Selection selection;
    CommandLine cli{"Alert when a file system runs out of inodes"};
    add_options(cli, limits, selection);
    parse(cli, arguments);
    // Half of our own time at the most is what a file system gets.
    const Seconds timeout = std::min(Seconds(5), *arguments.common->timeout / 2);
    return judge_inodes(survey_inodes(ProcFs(), selection, timeout), limits, timeout);
}

int main(int argc, char** argv) { return run_check(argc, argv, check_inode); }
