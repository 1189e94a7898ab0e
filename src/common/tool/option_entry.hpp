#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace monitoring {

/// A text of --help. Literals are not copied and not joined before somebody wants to read them.
class HelpText {
public:
    // NOLINTBEGIN(google-explicit-constructor): it is what it is made from
    HelpText(const char* text, const char* rest = "") : text_(text), rest_(rest) {}
    HelpText(std::string text) : made_(std::move(text)) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] std::string text() const { return made_ + text_ + rest_; }
    [[nodiscard]] bool empty() const { return made_.empty() && *text_ == '\0' && *rest_ == '\0'; }

private:
    const char* text_ = "";
    const char* rest_ = "";
    std::string made_;
};

/// An option of a tool, or an argument that has a place in place of a name.
struct OptionEntry {
    const char* names = "";  ///< "-w,--warning", the short one in front; "HOST" of an argument
    HelpText type{""};       ///< what its value is called
    HelpText help{""};
    std::function<void(std::string_view)> take{};  ///< takes its value; empty: it has none
    bool* is_given = nullptr;                      ///< what an option without a value sets
    bool is_required = false;
    bool is_at_once = false;              ///< taken in front of others
    bool is_in_front = false;             ///< ... also in front of those
    bool is_question = false;             ///< asks for something else than a result
    bool is_named = false;                ///< whether the command line has it
    std::vector<std::size_t> needs{};     ///< places in the tool's list: not without these,
    std::vector<std::size_t> excludes{};  ///< ... and not with these

    [[nodiscard]] bool is_argument() const { return *names != '-'; }
    /// Whether it is --help or --version.
    [[nodiscard]] bool ends_tool() const { return !take && is_given == nullptr; }
    [[nodiscard]] std::vector<std::string_view> name_list() const;
    /// How a message calls it: by its first long name, if it has one.
    [[nodiscard]] std::string_view shown_name() const;
    [[nodiscard]] bool has_name(std::string_view name) const;
};

}  // namespace monitoring
