#pragma once

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "common/tool/option_entry.hpp"
#include "common/tool/thresholds.hpp"

namespace monitoring {

class CommandLine;

/// An option of a CommandLine.
class Option {
public:
    Option(CommandLine& cli, std::size_t place) : cli_(&cli), place_(place) {}

    /// It is a mistake not to give it.
    void required() const;
    /// It is a mistake to give both.
    void excludes(const Option& other) const;
    /// It is a mistake to give it without the other one.
    void needs(const Option& other) const;
    /// It is taken as soon as it is read, in front of those that are not.
    void at_once() const;
    /// The same, wherever it stands: a mistake in front of it finds it taken.
    void in_front() const;
    /// It asks for something else than a result, by hand: the tool answers at once, on stdout.
    void asks() const;

private:
    [[nodiscard]] OptionEntry& entry() const;

    CommandLine* cli_;
    std::size_t place_;
};

/// The options of a tool, as parse() hands them to CLI11: those that the user gave, since CLI11
/// takes longer for an option than most tools for their work. All names, and most other texts, are
/// literals and not copied.
class CommandLine {
public:
    /// What the tool does, for --help, and its name, where the examples shall have the one that it
    /// was called by.
    explicit CommandLine(const char* description, const char* name = "");

    /// An option without a value: true when it is given.
    Option add_flag(const char* names, bool& is_given, const char* help);

    /// An option that hands each text given for it to `take`, in order. A UsageError from `take` is
    /// completed with the option's name. Names without a dash are of an argument.
    Option add_option(const char* names, std::function<void(std::string_view)> take, HelpText type,
                      HelpText help);

    /// An option with one value, which `read` makes from its text. Given twice, the last one
    /// counts.
    template <typename Value, typename Read>
    Option add_value(const char* names, Value& value, Read read, HelpText type, HelpText help) {
        return add_option(
            names, [&value, read](std::string_view text) { value = read(text); }, std::move(type),
            std::move(help));
    }

    /// An option that may be given several times, which its help says; `read` makes a value from
    /// each text.
    template <typename Value, typename Read>
    Option add_list(const char* names, std::vector<Value>& values, Read read, const char* type,
                    const char* help) {
        const auto add = [&values, read](std::string_view text) { values.push_back(read(text)); };
        return add_option(names, add, type, {help, " (may be repeated)"});
    }

    /// The options that the script had which this tool replaces, without dashes, beside -h and
    /// --help: they are taken in each form that Perl's Getopt::Long took (see command_words.hpp).
    void originals(std::initializer_list<const char*> names);

    /// It is a mistake to give none of these options, which stand there as in "-w".
    void require_one_of(std::initializer_list<const char*> names);

    /// --version says behind the tool's own which library works for it: what `version` gives, such
    /// as "OpenSSL 3.0.17".
    void names_library(std::string (*version)());

    /// What stands below the options in --help: examples.
    void footer(const char* examples);

    // For parse().

    /// --help or --version.
    void add_ending(const char* names, const char* help);

    [[nodiscard]] std::vector<OptionEntry>& entries() { return entries_; }
    [[nodiscard]] const std::vector<OptionEntry>& entries() const { return entries_; }
    [[nodiscard]] const char* description() const { return description_; }
    [[nodiscard]] const char* own_name() const { return name_; }
    [[nodiscard]] const char* examples() const { return examples_; }
    [[nodiscard]] const std::vector<std::string_view>& original_names() const { return originals_; }
    [[nodiscard]] const std::vector<std::string_view>& alternatives() const {
        return alternatives_;
    }
    [[nodiscard]] std::string library() const { return library_ == nullptr ? "" : library_(); }

private:
    const char* description_;
    const char* name_;
    const char* examples_ = "";
    std::vector<OptionEntry> entries_;
    std::vector<std::string_view> originals_;
    std::vector<std::string_view> alternatives_;
    std::string (*library_)() = nullptr;
};

/// The text of an option as it is; an empty one is a UsageError.
[[nodiscard]] std::string text_option(std::string_view text);

/// -w/--warning and -c/--critical, or others: `names` and `help` are those of the warning and the
/// critical limit; `read` is one of the ..._limit_option functions.
struct LimitOptions {
    const char* warning_names = "-w,--warning";
    const char* critical_names = "-c,--critical";
    const char* type = "";
    const char* condition = "";  ///< behind "WARNING when " in the help
};
void add_thresholds(CommandLine& cli, Thresholds& limits, Limit (*read)(std::string_view),
                    const LimitOptions& options);

/// Limits on both sides: those of too little as `under` says, and -W/--warning-over and
/// -C/--critical-over of too much.
void add_bounds(CommandLine& cli, Bounds& bounds, Limit (*read)(std::string_view),
                const LimitOptions& under, const char* over_condition);

}  // namespace monitoring
