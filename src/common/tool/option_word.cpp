#include "common/tool/option_word.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

namespace {

/// "--name=value" taken to pieces.
struct Pieces {
    std::string_view dashes;  ///< or a plus
    std::string_view name;
    std::optional<std::string_view> value;
};

}  // namespace

static Pieces take_apart(std::string_view word) {
    Pieces pieces;
    for (const std::string_view dashes : {"--", "-", "+"}) {
        if (!word.starts_with(dashes)) continue;
        pieces.dashes = dashes;
        word.remove_prefix(dashes.size());
        break;
    }
    const auto end = word.find('=');
    pieces.name = word.substr(0, end);
    if (end != std::string_view::npos) pieces.value = word.substr(end + 1);
    return pieces;
}

/// The option of that name; none in it where there is none.
static GivenOption find_option(const Syntax& syntax, std::string_view name) {
    for (const auto& option : syntax.options) {
        const auto found = std::find(option.names.begin(), option.names.end(), name);
        if (found != option.names.end()) return {&option, *found, {}};
    }
    return {};
}

static std::string with_dashes(std::string_view name) {
    return fmt::format("{}{}", name.size() == 1 ? "-" : "--", name);
}

static bool is_own_name(const Syntax& syntax, std::string_view name) {
    return find_option(syntax, fmt::format("-{}", name)).option != nullptr ||
           find_option(syntax, fmt::format("--{}", name)).option != nullptr;
}

static bool is_ending(const Syntax& syntax, std::string_view name) {
    const auto* option = find_option(syntax, with_dashes(name)).option;
    return option != nullptr && option->ends_tool;
}

/// The option of the script that Getopt::Long would have taken the name for; else empty.
static std::string_view original_option(const Syntax& syntax, std::string_view name) {
    std::vector<std::string_view> found;
    for (const std::string_view original : syntax.originals) {
        const auto start = original.substr(0, name.size());
        if (start.size() < name.size() || name.empty()) continue;
        if (strncasecmp(start.data(), name.data(), name.size()) != 0) continue;
        // Where -W is an option of its own, --W is not -w; and -H may be meant for a host.
        const bool is_as_written = start == name;
        if (!is_as_written && (is_own_name(syntax, name) || is_ending(syntax, original))) continue;
        if (original == start) return original;
        found.push_back(original);
    }
    if (found.size() < 2) return found.empty() ? std::string_view() : found.front();
    throw UsageError(
        fmt::format("{} may be --{} (see --help)", with_dashes(name), join(found, " or --")));
}

/// Options of one letter in one word, such as "-46" or "-w5"; empty when a letter is none.
static std::vector<GivenOption> cluster(const Syntax& syntax, std::string_view letters) {
    std::vector<GivenOption> given;
    while (!letters.empty()) {
        const char name[] = {'-', letters.front()};
        given.push_back(find_option(syntax, {name, sizeof name}));
        const auto* option = given.back().option;
        if (option == nullptr || option->ends_tool) return {};
        letters.remove_prefix(1);
        const bool has_sign = letters.starts_with('=');
        if (option->value.empty() && !has_sign) continue;
        if (!letters.empty()) given.back().value = letters.substr(has_sign ? 1 : 0);
        break;
    }
    return given;
}

std::vector<GivenOption> options_in(const Syntax& syntax, std::string_view word) {
    const auto [dashes, name, value] = take_apart(word);
    if (dashes.empty() || name.empty()) return {};
    auto given = find_option(syntax, word.substr(0, dashes.size() + name.size()));
    if (given.option == nullptr) {
        const auto original = original_option(syntax, name);
        if (!original.empty()) given = find_option(syntax, with_dashes(original));
    }
    given.value = value;
    if (given.option != nullptr) return {given};
    if (dashes == "-") return cluster(syntax, word.substr(1));
    return {};
}

}  // namespace monitoring
