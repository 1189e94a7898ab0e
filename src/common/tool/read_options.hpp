#pragma once

#include <string>

#include "common/tool/command_line.hpp"
#include "common/tool/command_words.hpp"

namespace monitoring {

/// What came of reading the options.
struct OptionReading {
    bool wants_help = false;
    bool wants_version = false;
    std::string mistake{};  ///< what CLI11 says of it; empty: there is none
};

/// Lets CLI11 read the options and operands, which hands their values to the tool, and marks the
/// options that are named. Throws what the tool says of a value, with the option's names in front:
/// a UsageError. Where there is a mistake among the words, it reads the options that are in_front()
/// alone, and throws that mistake.
[[nodiscard]] OptionReading read_options(CommandLine& cli, const CommandWords& words);

}  // namespace monitoring
