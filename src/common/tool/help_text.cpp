#include "common/tool/help_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "common/runtime/log.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static constexpr std::size_t kWidth = 100;
/// Where the descriptions of options begin.
static constexpr std::size_t kColumn = 30;

std::string join_alternatives(const std::vector<std::string_view>& names) {
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
static std::string remark(const char* said, std::vector<std::string_view> others) {
    std::sort(others.begin(), others.end());
    return others.empty() ? "" : fmt::format(" ({} {})", said, join_alternatives(others));
}

/// What the option at that place needs, and what may not be given with it: either may have said so.
static std::string remarks(const std::vector<OptionEntry>& entries, std::size_t place) {
    std::vector<std::string_view> needed;
    std::vector<std::string_view> excluded;
    for (const auto other : entries[place].needs) needed.push_back(entries[other].shown_name());
    for (const auto other : entries[place].excludes) {
        excluded.push_back(entries[other].shown_name());
    }
    for (const auto& other : entries) {
        const auto& its = other.excludes;
        if (std::find(its.begin(), its.end(), place) == its.end()) continue;
        excluded.push_back(other.shown_name());
    }
    return remark("needs", needed) + remark("not with", excluded);
}

static std::string option_lines(const std::vector<OptionEntry>& entries, std::size_t place) {
    const auto& option = entries[place];
    std::string head = fmt::format("  {}", option.names);
    if (!option.type.empty()) head += " " + option.type.text();
    const auto text = fmt::format("{}{}{}", option.help.text(), remarks(entries, place),
                                  option.is_required ? " (required)" : "");
    if (head.size() >= kColumn) return head + '\n' + wrapped("", kColumn, text);
    return wrapped(head, kColumn, text);
}

/// The examples, with the note behind a long one in a line of its own.
static std::string fitting(std::string_view examples) {
    static constexpr std::string_view kNote = "    # ";
    std::vector<std::string> lines;
    for (const auto line : split(examples, '\n')) {
        const auto note = line.size() > kWidth ? line.find(kNote) : std::string_view::npos;
        lines.emplace_back(line.substr(0, note));
        if (note != std::string_view::npos) lines.push_back(fmt::format("  {}", line.substr(note)));
    }
    return join(lines, "\n");
}

/// The examples with the name the tool was called by: packages have some under a second name.
static std::string called_examples(const CommandLine& cli, const std::string& called) {
    std::string examples = cli.examples();
    const std::string_view own = cli.own_name();
    for (auto place = examples.find(own); !own.empty() && place != std::string::npos;
         place = examples.find(own, place + called.size())) {
        examples.replace(place, own.size(), called);
    }
    return examples;
}

std::string help_text(const CommandLine& cli, Kind kind) {
    const auto called = called_name();
    std::string usage = fmt::format("Usage: {} [OPTIONS]", called);
    std::string positionals;
    std::string options;
    for (std::size_t place = 0; place < cli.entries().size(); ++place) {
        const auto& entry = cli.entries()[place];
        (entry.is_argument() ? positionals : options) += option_lines(cli.entries(), place);
        if (entry.is_argument()) usage += fmt::format(" {}", entry.names);
    }
    if (kind == Kind::wrapper) usage += " -- COMMAND [ARGUMENT...]";
    if (!positionals.empty()) positionals = "\nPositionals:\n" + positionals;
    std::string required;
    if (const auto& names = cli.alternatives(); !names.empty()) {
        required = "\n" + wrapped("", 0, join_alternatives(names) + " is required.");
    }
    return fmt::format("{}\n{}\n{}\nOptions:\n{}{}\n{}\n", cli.description(), usage, positionals,
                       options, required, fitting(called_examples(cli, called)));
}

}  // namespace monitoring
