#include "common/tool/read_options.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>

#include "common/text/error.hpp"

namespace monitoring {

namespace {

class Parser : public CLI::App {
public:
    /// Without the --help that CLI11 adds by itself.
    Parser() : App("", "", nullptr) {}
};

}  // namespace

/// Marks the options that are named. Returns the words in the order CLI11 wants them, last first,
/// each option by the name that CLI11 knows, and in front those that stand there, in the tool's
/// order. Where there is a mistake among the words, there are no others.
static std::vector<std::string> mark_named(CommandLine& cli, const CommandWords& words) {
    auto& entries = cli.entries();
    std::vector<std::vector<std::string>> in_front(entries.size());
    std::vector<std::string> others;
    for (auto word = words.options.begin(); word != words.options.end(); ++word) {
        const auto entry =
            std::find_if(entries.begin(), entries.end(),
                         [&](const OptionEntry& candidate) { return candidate.has_name(*word); });
        entry->is_named = true;
        const auto place = static_cast<std::size_t>(entry - entries.begin());
        auto& part = entry->is_in_front ? in_front[place] : others;
        part.emplace_back(entry->shown_name());
        if (entry->take) part.push_back(*++word);
    }
    std::vector<std::string> all;
    for (const auto& part : in_front) all.insert(all.end(), part.begin(), part.end());
    if (words.mistake.empty()) {
        all.insert(all.end(), others.begin(), others.end());
        if (!words.operands.empty()) all.emplace_back("--");
        all.insert(all.end(), words.operands.begin(), words.operands.end());
    }
    std::reverse(all.begin(), all.end());
    return all;
}

static void take_all(const OptionEntry& entry, const CLI::results_t& texts) {
    try {
        for (const auto& text : texts) entry.take(text);
    } catch (const UsageError& error) {
        throw UsageError(fmt::format("{}: {} (see --help)", entry.names, error.what()));
    }
}

/// A mistake of what stands in front does not keep the others there from being taken: it is told
/// when they are known.
static CLI::Option* add(CLI::App& parser, const OptionEntry& entry, std::string& first_mistake) {
    std::string name(entry.shown_name());
    if (name == "--help") return parser.set_help_flag(name);
    if (name == "--version") return parser.set_version_flag(name);
    if (!entry.take) return parser.add_flag(name, *entry.is_given);
    const auto take = [&entry, &first_mistake](const CLI::results_t& texts) {
        try {
            take_all(entry, texts);
        } catch (const UsageError& mistake) {
            if (!entry.is_in_front) throw;
            if (first_mistake.empty()) first_mistake = mistake.what();
        }
        return true;
    };
    return parser.add_option(std::move(name), take)
        ->type_name(entry.type.text())
        ->take_all()
        ->allow_extra_args(false)
        ->trigger_on_parse(entry.is_at_once);
}

/// Tells CLI11 what it has to know for this command line, in the tool's order: it takes long for
/// each option.
static void add_what_matters(CLI::App& parser, const std::vector<OptionEntry>& entries,
                             std::string& first_mistake) {
    std::vector<bool> matters;
    for (const auto& entry : entries) {
        matters.push_back(entry.is_named || entry.is_required || entry.is_argument());
    }
    for (const auto& entry : entries) {
        for (const auto needed : entry.needs) {
            if (entry.is_named) matters[needed] = true;
        }
    }
    std::vector<CLI::Option*> options(entries.size());
    for (std::size_t place = 0; place < entries.size(); ++place) {
        if (!matters[place]) continue;
        options[place] = add(parser, entries[place], first_mistake);
        options[place]->required(entries[place].is_required);
    }
    for (std::size_t place = 0; place < entries.size(); ++place) {
        if (!matters[place]) continue;
        for (const auto other : entries[place].needs) {
            if (options[other] != nullptr) options[place]->needs(options[other]);
        }
        for (const auto other : entries[place].excludes) {
            if (options[other] != nullptr) options[place]->excludes(options[other]);
        }
    }
}

OptionReading read_options(CommandLine& cli, const CommandWords& words) {
    auto in_reverse = mark_named(cli, words);
    Parser parser;
    std::string first_mistake;
    add_what_matters(parser, cli.entries(), first_mistake);
    OptionReading reading;
    try {
        parser.parse(in_reverse);
    } catch (const CLI::CallForHelp&) {
        reading.wants_help = true;
    } catch (const CLI::CallForVersion&) {
        reading.wants_version = true;
    } catch (const CLI::ParseError& mistake) {
        reading.mistake = mistake.what();
    } catch (const UsageError&) {
        if (first_mistake.empty()) throw;
    }
    if (!first_mistake.empty()) throw UsageError(first_mistake);
    if (!words.mistake.empty()) throw UsageError(words.mistake);
    return reading;
}

}  // namespace monitoring
