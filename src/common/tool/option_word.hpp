#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// An option that may stand on a command line.
struct KnownOption {
    std::vector<std::string_view> names;  ///< with their dashes: "-w", "--warning"
    std::string value;                    ///< what its value is called; empty: it takes none
    bool ends_tool = false;               ///< --help, --version: its letter stands in no cluster
};

/// How the words of a command line are to be read.
struct Syntax {
    std::vector<KnownOption> options;
    /// The options of the script that the tool replaces, without dashes: "w", "host". They are
    /// options of the tool, and taken in each form that Perl's Getopt::Long takes: with one dash,
    /// two, or a plus; abbreviated as long as no other option of the script begins so; in upper or
    /// lower case; the value behind "=" or in the next word.
    std::vector<std::string_view> originals;
    std::size_t operands = 0;  ///< so many words may be neither options nor their values
    bool has_command = false;  ///< whether a command follows, as that of a wrapper
};

/// An option as it stands in a word.
struct GivenOption {
    const KnownOption* option = nullptr;
    std::string_view name;                  ///< one of its names
    std::optional<std::string_view> value;  ///< where it stands in the same word
};

/// The options that a word of the command line names, several where it is one like "-46"; empty
/// when it names none. Throws UsageError for an abbreviation of several options of the script.
[[nodiscard]] std::vector<GivenOption> options_in(const Syntax& syntax, std::string_view word);

}  // namespace monitoring
