#include "common/tool/command_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/text/error.hpp"

namespace monitoring {

/// How a mistake names an option: by its first long name.
static std::string_view shown_name(const KnownOption& option) {
    const auto is_long = [](const auto& name) { return name.starts_with("--"); };
    const auto found = std::find_if(option.names.begin(), option.names.end(), is_long);
    return found == option.names.end() ? option.names.front() : *found;
}

/// The wrappers, whose command stands behind a "--" of its own; also as they are named in mkr.
static bool is_wrapper(std::string_view program) {
    program.remove_prefix(program.rfind('/') + 1);
    static constexpr std::string_view kNames[] = {"delay-checker",    "check-delay",
                                                  "interval-checker", "check-interval",
                                                  "periodic-checker", "check-periodic"};
    return std::find(std::begin(kNames), std::end(kNames), program) != std::end(kNames);
}

namespace {

class WordReader {
public:
    WordReader(const std::vector<std::string_view>& words, const Syntax& syntax)
        : words_(words),
          syntax_(syntax),
          has_dashes_(std::find(words.begin(), words.end(), "--") != words.end()) {}

    CommandWords read() {
        while (at_ < words_.size() && words_[at_] != "--") {
            try {
                if (!read_word()) break;
            } catch (const UsageError& mistake) {
                if (result_.mistake.empty()) result_.mistake = mistake.what();
            }
        }
        if (at_ < words_.size() && words_[at_] == "--") ++at_;
        for (; at_ < words_.size(); ++at_) {
            if (syntax_.has_command) {
                result_.command.emplace_back(words_[at_]);
            } else {
                add_operand(words_[at_]);
            }
        }
        return std::move(result_);
    }

private:
    /// Returns whether a wrapper's command does not begin with it.
    bool read_word() {
        const auto word = words_[at_++];
        const auto given = options_in(syntax_, word);
        const bool is_option = !given.empty() || (word.size() > 1 && word.front() == '-');
        if (!is_option && begins_command(word)) {
            --at_;
            return false;
        }
        if (!is_option) {
            add_operand(word);
        } else if (given.empty()) {
            result_.unexpected.emplace_back(word);
        }
        for (const auto& option : given) take(option, word);
        return true;
    }

    /// Of a word that is no option.
    [[nodiscard]] bool begins_command(std::string_view word) const {
        return syntax_.has_command && (!has_dashes_ || is_wrapper(word));
    }

    void add_operand(std::string_view word) {
        const bool has_room = result_.operands.size() < syntax_.operands;
        (has_room ? result_.operands : result_.unexpected).emplace_back(word);
    }

    /// Whether the next word can be a value. A wrapper's "--" is none; nor is --format, as what is
    /// wrong has to be said in it, such as that a macro of Nagios was empty in "-w $ARG1$".
    [[nodiscard]] bool has_value() const {
        if (at_ == words_.size()) return false;
        const auto word = words_[at_];
        const bool is_format = word == "--format" || word.starts_with("--format=");
        return !is_format && !(syntax_.has_command && word == "--");
    }

    std::string_view next_value(const KnownOption& option) {
        if (has_value()) return words_[at_++];
        throw UsageError(fmt::format("{}: 1 required {} missing (see --help)", shown_name(option),
                                     option.value));
    }

    void take(const GivenOption& given, std::string_view word) {
        const auto& [option, name, value] = given;
        const bool takes_value = !option->value.empty();
        if (!takes_value && value) {
            throw UsageError(
                fmt::format("{}: takes no value, as in '{}' (see --help)", name, word));
        }
        const auto text = value || !takes_value ? value : next_value(*option);
        result_.options.emplace_back(name);
        if (takes_value) result_.options.emplace_back(*text);
    }

    const std::vector<std::string_view>& words_;
    const Syntax& syntax_;
    bool has_dashes_;
    std::size_t at_ = 0;
    CommandWords result_;
};

}  // namespace

CommandWords tell_words_apart(const std::vector<std::string_view>& words, const Syntax& syntax) {
    return WordReader(words, syntax).read();
}

std::string innermost_program(const std::vector<std::string>& command) {
    auto program = command.begin();
    while (program != command.end() && is_wrapper(*program)) {
        const auto dashes = std::find(program, command.end(), "--");
        if (command.end() - dashes < 2) break;
        program = dashes + 1;
    }
    return program == command.end() ? "" : *program;
}

}  // namespace monitoring
