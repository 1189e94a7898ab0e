#include "common/tool/help_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "common/text/text.hpp"

namespace monitoring {

static constexpr std::size_t kWidth = 100;
/// Where the descriptions of options begin.
static constexpr std::size_t kColumn = 30;

std::string join_alternatives(const std::vector<std::string>& names) {
    if (names.size() < 2) return join(names, "");
    return fmt::format("{} or {}", join(std::vector(names.begin(), names.end() - 1), ", "),
                       names.back());
}

/// The words of a text in lines that begin at a column, the first behind `line`.
static std::string wrapped(std::string line, std::size_t column, std::string_view text) {
    std::string lines;
    for (const auto word : words(text)) {
        if (line.size() > column && line.size() + 1 + word.size() > kWidth) {
            lines += line + '\n';
            line.clear();
        }
        if (line.size() > column) line += ' ';
        line.resize(std::max(line.size(), column), ' ');
        line += word;
    }
    return lines + line + '\n';
}

/// "needs --connect", "not with -4": an option of which `others` is said.
static std::string remark(const char* said, const std::set<CLI::Option*>& others) {
    std::vector<std::string> names;
    for (const CLI::Option* other : others) names.push_back(other->get_name());
    std::sort(names.begin(), names.end());
    return names.empty() ? "" : fmt::format(" ({} {})", said, join_alternatives(names));
}

static std::string option_lines(const CLI::Option& option) {
    const bool is_positional = option.get_positional();
    std::string head = "  " + option.get_name(is_positional, !is_positional);
    if (!option.get_type_name().empty() && option.get_items_expected_max() > 0) {
        head += " " + option.get_type_name();
    }
    const auto text = fmt::format(
        "{}{}{}{}", option.get_description(), remark("needs", option.get_needs()),
        remark("not with", option.get_excludes()), option.get_required() ? " (required)" : "");
    if (head.size() >= kColumn) return head + '\n' + wrapped("", kColumn, text);
    return wrapped(head, kColumn, text);
}

/// The examples, with the note behind a long one in a line of its own.
static std::string fitting(const std::string& examples) {
    static constexpr std::string_view kNote = "    # ";
    std::vector<std::string> lines;
    for (const auto line : split(examples, '\n')) {
        const auto note = line.size() > kWidth ? line.find(kNote) : std::string_view::npos;
        lines.emplace_back(line.substr(0, note));
        if (note != std::string_view::npos) lines.push_back(fmt::format("  {}", line.substr(note)));
    }
    return join(lines, "\n");
}

std::string help_text(const CommandLine& cli, Kind kind) {
    const CLI::App& app = cli.app();
    std::string usage = fmt::format("Usage: {} [OPTIONS]", app.get_name());
    std::string positionals;
    std::string options;
    for (const CLI::Option* option : app.get_options()) {
        (option->get_positional() ? positionals : options) += option_lines(*option);
        if (option->get_positional()) usage += " " + option->get_name(true);
    }
    if (kind == Kind::wrapper) usage += " -- COMMAND [ARGUMENT...]";
    if (!positionals.empty()) positionals = "\nPositionals:\n" + positionals;
    std::string required;
    if (const auto& names = cli.alternatives(); !names.empty()) {
        required = "\n" + wrapped("", 0, join_alternatives(names) + " is required.");
    }
    return fmt::format("{}\n{}\n{}\nOptions:\n{}{}\n{}\n", app.get_description(), usage,
                       positionals, options, required, fitting(app.get_footer()));
}

}  // namespace monitoring
