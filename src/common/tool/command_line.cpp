#include "common/tool/command_line.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "common/text/error.hpp"

namespace monitoring {

void Option::required() const { option_->required(); }

void Option::excludes(const Option& other) const { option_->excludes(other.option_); }

void Option::needs(const Option& other) const { option_->needs(other.option_); }

void Option::at_once() const { option_->trigger_on_parse(); }

CommandLine::CommandLine(const std::string& description, const std::string& name)
    : app_(std::make_unique<CLI::App>(description, name)) {}

CommandLine::~CommandLine() = default;

Option CommandLine::add_flag(const std::string& names, bool& is_given, const std::string& help) {
    return Option(*app_->add_flag(names, is_given, help));
}

Option CommandLine::add_option(const std::string& names,
                               const std::function<void(std::string_view)>& take,
                               const std::string& type, const std::string& help) {
    const auto take_all = [take, names](const CLI::results_t& texts) {
        try {
            for (const auto& text : texts) take(text);
        } catch (const UsageError& error) {
            throw UsageError(fmt::format("{}: {} (see --help)", names, error.what()));
        }
        return true;
    };
    return Option(*app_->add_option(names, take_all, help)
                       ->type_name(type)
                       ->take_all()
                       ->allow_extra_args(false));
}

void CommandLine::originals(const std::vector<std::string>& names) {
    originals_ = names;
    originals_.insert(originals_.end(), {"h", "help"});
}

void CommandLine::require_one_of(const std::vector<std::string>& names) { alternatives_ = names; }

void CommandLine::names_library(std::string (*version)()) { library_ = version; }

void CommandLine::footer(const std::string& examples) { app_->footer(examples); }

std::string text_option(std::string_view text) {
    if (text.empty()) throw UsageError("'' is empty");
    return std::string(text);
}

void add_thresholds(CommandLine& cli, Thresholds& limits, Limit (*read)(std::string_view),
                    const LimitOptions& options) {
    cli.add_value(options.warning_names, limits.warning, read, options.type,
                  "WARNING when " + options.condition);
    cli.add_value(options.critical_names, limits.critical, read, options.type,
                  "CRITICAL when " + options.condition);
}

void add_bounds(CommandLine& cli, Bounds& bounds, Limit (*read)(std::string_view),
                const LimitOptions& under, const std::string& over_condition) {
    add_thresholds(cli, bounds.under, read, under);
    add_thresholds(cli, bounds.over, read,
                   {.warning_names = "-W,--warning-over",
                    .critical_names = "-C,--critical-over",
                    .type = under.type,
                    .condition = over_condition});
}

}  // namespace monitoring
