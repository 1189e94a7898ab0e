#include "common/tool/command_line.hpp"

#include "common/text/error.hpp"

namespace monitoring {

OptionEntry& Option::entry() const { return cli_->entries().at(place_); }

void Option::required() const { entry().is_required = true; }

void Option::excludes(const Option& other) const { entry().excludes.push_back(other.place_); }

void Option::needs(const Option& other) const { entry().needs.push_back(other.place_); }

void Option::at_once() const { entry().is_at_once = true; }

void Option::in_front() const { entry().is_at_once = entry().is_in_front = true; }

void Option::asks() const { entry().is_question = true; }

CommandLine::CommandLine(const char* description, const char* name)
    : description_(description), name_(name) {
    entries_.reserve(14);
}

Option CommandLine::add_flag(const char* names, bool& is_given, const char* help) {
    entries_.push_back({.names = names, .help = help, .is_given = &is_given});
    return {*this, entries_.size() - 1};
}

Option CommandLine::add_option(const char* names, std::function<void(std::string_view)> take,
                               HelpText type, HelpText help) {
    entries_.push_back({.names = names,
                        .type = std::move(type),
                        .help = std::move(help),
                        .take = std::move(take)});
    return {*this, entries_.size() - 1};
}

void CommandLine::add_ending(const char* names, const char* help) {
    entries_.push_back({.names = names, .help = help});
}

void CommandLine::originals(std::initializer_list<const char*> names) {
    originals_.assign(names.begin(), names.end());
    originals_.insert(originals_.end(), {"h", "help"});
}

void CommandLine::require_one_of(std::initializer_list<const char*> names) {
    alternatives_.assign(names.begin(), names.end());
}

void CommandLine::names_library(std::string (*version)()) { library_ = version; }

void CommandLine::footer(const char* examples) { examples_ = examples; }

std::string text_option(std::string_view text) {
    if (text.empty()) throw UsageError("'' is empty");
    return std::string(text);
}

void add_thresholds(CommandLine& cli, Thresholds& limits, Limit (*read)(std::string_view),
                    const LimitOptions& options) {
    cli.add_value(options.warning_names, limits.warning, read, options.type,
                  {"WARNING when ", options.condition});
    cli.add_value(options.critical_names, limits.critical, read, options.type,
                  {"CRITICAL when ", options.condition});
}

void add_bounds(CommandLine& cli, Bounds& bounds, Limit (*read)(std::string_view),
                const LimitOptions& under, const char* over_condition) {
    add_thresholds(cli, bounds.under, read, under);
    add_thresholds(cli, bounds.over, read,
                   {.warning_names = "-W,--warning-over",
                    .critical_names = "-C,--critical-over",
                    .type = under.type,
                    .condition = over_condition});
}

}  // namespace monitoring
