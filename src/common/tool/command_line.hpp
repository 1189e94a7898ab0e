#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "common/tool/thresholds.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): it is CLI11's
class App;
class Option;
}  // namespace CLI

namespace monitoring {

/// An option of a CommandLine.
class Option {
public:
    explicit Option(CLI::Option& option) : option_(&option) {}

    /// It is a mistake not to give it.
    void required() const;
    /// It is a mistake to give both.
    void excludes(const Option& other) const;
    /// It is a mistake to give it without the other one.
    void needs(const Option& other) const;
    /// It is taken as soon as it is read, in front of those that are not.
    void at_once() const;

private:
    CLI::Option* option_;
};

/// The options of a tool. CLI11 is behind it and in no header: to read that takes a compiler longer
/// than all the rest of a tool.
class CommandLine {
public:
    /// What the tool does, for --help, and its name, where the examples shall have the one that it
    /// was called by.
    explicit CommandLine(const std::string& description, const std::string& name = "");
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    /// An option without a value: true when it is given.
    Option add_flag(const std::string& names, bool& is_given, const std::string& help);

    /// An option that hands each text given for it to `take`, in order. A UsageError from `take` is
    /// completed with the option's name. Names without a dash are of an argument.
    Option add_option(const std::string& names, const std::function<void(std::string_view)>& take,
                      const std::string& type, const std::string& help);

    /// An option with one value, which `read` makes from its text. Given twice, the last one
    /// counts.
    template <typename Value, typename Read>
    Option add_value(const std::string& names, Value& value, Read read, const std::string& type,
                     const std::string& help) {
        return add_option(
            names, [&value, read](std::string_view text) { value = read(text); }, type, help);
    }

    /// An option that may be given several times, which its help says; `read` makes a value from
    /// each text.
    template <typename Value, typename Read>
    Option add_list(const std::string& names, std::vector<Value>& values, Read read,
                    const std::string& type, const std::string& help) {
        const auto add = [&values, read](std::string_view text) { values.push_back(read(text)); };
        return add_option(names, add, type, help + " (may be repeated)");
    }

    /// The options that the script had which this tool replaces, without dashes, beside -h and
    /// --help: they are taken in each form that Perl's Getopt::Long took (see command_words.hpp).
    void originals(const std::vector<std::string>& names);

    /// It is a mistake to give none of these options, which stand there as in "-w".
    void require_one_of(const std::vector<std::string>& names);

    /// --version says behind the tool's own which library works for it: what `version` gives, such
    /// as "OpenSSL 3.0.17".
    void names_library(std::string (*version)());

    /// What stands below the options in --help: examples.
    void footer(const std::string& examples);

    /// For parse().
    [[nodiscard]] CLI::App& app() const { return *app_; }
    [[nodiscard]] const std::vector<std::string>& original_names() const { return originals_; }
    [[nodiscard]] const std::vector<std::string>& alternatives() const { return alternatives_; }
    [[nodiscard]] std::string library() const { return library_ == nullptr ? "" : library_(); }

private:
    std::unique_ptr<CLI::App> app_;
    std::vector<std::string> originals_;
    std::vector<std::string> alternatives_;
    std::string (*library_)() = nullptr;
};

/// The text of an option as it is; an empty one is a UsageError.
[[nodiscard]] std::string text_option(std::string_view text);

/// -w/--warning and -c/--critical, or others: `names` and `help` are those of the warning and the
/// critical limit; `read` is one of the ..._limit_option functions.
struct LimitOptions {
    std::string warning_names = "-w,--warning";
    std::string critical_names = "-c,--critical";
    std::string type;
    std::string condition;  ///< behind "WARNING when " in the help
};
void add_thresholds(CommandLine& cli, Thresholds& limits, Limit (*read)(std::string_view),
                    const LimitOptions& options);

/// Limits on both sides: those of too little as `under` says, and -W/--warning-over and
/// -C/--critical-over of too much.
void add_bounds(CommandLine& cli, Bounds& bounds, Limit (*read)(std::string_view),
                const LimitOptions& under, const std::string& over_condition);

}  // namespace monitoring
