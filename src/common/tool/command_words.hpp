#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/tool/option_word.hpp"

namespace monitoring {

/// The words of a command line by what they are.
struct CommandWords {
    std::vector<std::string> options;   ///< each name as in KnownOption, its value behind it
    std::vector<std::string> operands;  ///< what is neither an option nor a value
    std::vector<std::string> command;   ///< of a wrapper
    std::vector<std::string> unexpected;
    std::string mistake;  ///< the first option without the value that it needs, and so on
};

/// Tells words apart: options, which end at the first "--", and operands among or behind them. A
/// wrapper's command is what stands behind "--". Where there is none, it begins at the first word
/// that is no option; so it does at another wrapper's name, whose "--" then is that wrapper's own.
/// A mistake is an option without the value it needs, or with one that it does not take, and an
/// abbreviation of several options; the other words are told apart all the same.
[[nodiscard]] CommandWords tell_words_apart(const std::vector<std::string_view>& words,
                                            const Syntax& syntax);

/// The program that a command is about: behind the "--" of each wrapper that it begins with. Empty
/// where there is no command.
[[nodiscard]] std::string innermost_program(const std::vector<std::string>& command);

}  // namespace monitoring
