#include "common/tool/cli.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/runtime/activity.hpp"
#include "common/runtime/log.hpp"
#include "common/runtime/termination.hpp"
#include "common/text/text.hpp"
#include "common/tool/command_words.hpp"
#include "common/tool/common_options.hpp"
#include "common/tool/help_text.hpp"
#include "common/tool/read_options.hpp"
#include "common/tool/splay.hpp"

namespace monitoring {

/// What the tool's options are, for telling the words of the command line apart.
static Syntax syntax_of(const CommandLine& cli, Kind kind) {
    Syntax syntax{
        .options = {}, .originals = cli.original_names(), .has_command = kind == Kind::wrapper};
    syntax.options.reserve(cli.entries().size());
    for (const auto& entry : cli.entries()) {
        if (entry.is_argument()) {
            ++syntax.operands;
        } else {
            syntax.options.push_back({entry.name_list(), entry.type.text(), entry.ends_tool()});
        }
    }
    return syntax;
}

static void refuse(std::vector<std::string> words, Kind kind) {
    if (words.empty()) return;
    std::replace(words.begin(), words.end(), std::string(), std::string("''"));
    throw UsageError(fmt::format("The following argument{} not expected: {} ({}see --help)",
                                 words.size() == 1 ? " was" : "s were", join(words, " "),
                                 kind == Kind::wrapper ? "a command goes behind --; " : ""));
}

/// What -h stands beside in "-h mail.example.com 25" was not meant for it: the help, whose exit
/// code is 0, would look like an OK for ever.
static void refuse_beside_help(const CommandWords& words) {
    const auto& beside = words.operands.empty() ? words.command : words.operands;
    if (beside.empty()) return;
    throw UsageError(
        fmt::format("-h and -V stand alone, not beside '{}' (see --help)", beside.front()));
}

static void require_alternative(const CommandLine& cli) {
    const auto& names = cli.alternatives();
    const auto is_given = [&names](const OptionEntry& entry) {
        const auto is_its = [&entry](std::string_view name) { return entry.has_name(name); };
        return entry.is_named && std::any_of(names.begin(), names.end(), is_its);
    };
    const auto& entries = cli.entries();
    if (names.empty() || std::any_of(entries.begin(), entries.end(), is_given)) return;
    throw UsageError(fmt::format("{} is required (see --help)", join_alternatives(names)));
}

/// Name and version, and those of the library that works for the tool.
static std::string version_line(const CommandLine& cli) {
    const auto library = cli.library();
    return fmt::format("{} {}{}{}{}\n", called_name(), PROJECT_VERSION, library.empty() ? "" : " (",
                       library, library.empty() ? "" : ")");
}

void parse(CommandLine& cli, const Arguments& arguments) {
    CommonOptions& common = *arguments.common;
    cli.add_ending("-h,--help", "Print this help and exit");
    cli.add_ending("-V,--version", "Print the version and exit");
    add_common_options(cli, common);
    const Activity activity("reading the options");
    const auto words = tell_words_apart(
        {arguments.argv + std::min(arguments.argc, 1), arguments.argv + arguments.argc},
        syntax_of(cli, common.kind));
    common.command = words.command;
    static constexpr std::size_t kMaxName = 100;
    common.style.default_name =
        shorten(printable(check_name(innermost_program(words.command))), kMaxName);
    const auto reading = read_options(cli, words);
    // Words that do not belong there are a mistake also beside --help, but come behind wrong
    // values.
    refuse(words.unexpected, common.kind);
    if (reading.wants_help || reading.wants_version) {
        refuse_beside_help(words);
        throw Answer{reading.wants_help ? help_text(cli, common.kind) : version_line(cli)};
    }
    if (!reading.mistake.empty()) {
        throw UsageError(fmt::format("{} (see --help)", reading.mistake));
    }
    set_exit_message(common);
    require_alternative(cli);
    if (is_asked(cli, common) || !wait_for_turn(arguments)) return;
    common.started_at = std::chrono::steady_clock::now();
    if (common.timeout) start_deadline(common);
}

}  // namespace monitoring
