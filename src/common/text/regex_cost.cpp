#include <algorithm>
#include <optional>
#include <vector>

#include "common/text/quantity.hpp"
#include "common/text/regex.hpp"

namespace monitoring {

namespace {

/// Costs are capped at that: far above the limits, and far below an overflow.
constexpr std::size_t kEnough = 1U << 30U;

/// The part of a group between parentheses that has been read.
struct Group {
    std::size_t length = 0;  ///< of all but the last element
    std::size_t last = 0;    ///< of the last element, to which a repetition would apply

    [[nodiscard]] std::size_t total() const { return std::min(length + last, kEnough); }
    void append(std::size_t element) {
        length = total();
        last = element;
    }
    void repeat(std::size_t times) {
        const bool is_too_long = last != 0 && times > kEnough / last;
        last = is_too_long ? kEnough : last * times;
    }
};

/// The end of a bracket expression such as "[]a[:digit:]-]" at the start of the text.
std::size_t bracket_end(std::string_view text) {
    std::size_t place = 1;
    if (text.substr(place, 1) == "^") ++place;
    if (text.substr(place, 1) == "]") ++place;
    while (place < text.size() && text[place] != ']') {
        const char kind = text[place] == '[' && place + 1 < text.size() ? text[place + 1] : '\0';
        if (kind == ':' || kind == '.' || kind == '=') {
            const char end[] = {kind, ']'};
            place = text.find(std::string_view(end, 2), place + 2);
            if (place == std::string_view::npos) return text.size();
            ++place;
        }
        ++place;
    }
    return std::min(place + 1, text.size());
}

/// How often glibc expands the element in front of an interval: 3 for "{1,3}". Empty when it is no
/// interval.
std::optional<std::size_t> interval_times(std::string_view inside) {
    const auto comma = inside.find(',');
    const auto least = inside.starts_with(',') ? 0 : parse_integer(inside.substr(0, comma));
    if (!least) return {};
    if (comma == std::string_view::npos) return std::max<std::size_t>(*least, 1);
    // "a{3,}" becomes "aaaa*".
    const auto most = inside.ends_with(',') ? *least + 1 : parse_integer(inside.substr(comma + 1));
    if (!most) return {};
    return std::max<std::size_t>({*least, *most, 1});
}

}  // namespace

RegexCost regex_cost(std::string_view text) {
    RegexCost cost;
    std::vector<Group> groups(1);
    while (!text.empty()) {
        std::size_t size = 1;
        const char next = text.front();
        if (next == '\\') {
            size = std::min<std::size_t>(2, text.size());
            cost.has_back_reference |= size == 2 && text[1] >= '1' && text[1] <= '9';
            groups.back().append(1);
        } else if (next == '[') {
            size = bracket_end(text);
            groups.back().append(1);
        } else if (next == '(') {
            groups.emplace_back();
            cost.depth = std::max(cost.depth, groups.size() - 1);
        } else if (next == ')' && groups.size() > 1) {
            const std::size_t inner = groups.back().total();
            groups.pop_back();
            groups.back().append(inner + 2);
        } else if (next == '+') {
            // "a+" becomes "aa*".
            groups.back().repeat(2);
        } else if (next == '{') {
            const auto end = text.find('}');
            const auto times = interval_times(text.substr(1, std::min(end, text.size()) - 1));
            if (end != std::string_view::npos && times) {
                groups.back().repeat(*times);
                size = end + 1;
            } else {
                groups.back().append(1);
            }
        } else if (next != '*' && next != '?') {
            groups.back().append(1);
        }
        text.remove_prefix(size);
    }
    while (groups.size() > 1) {
        const std::size_t inner = groups.back().total();
        groups.pop_back();
        groups.back().append(inner);
    }
    cost.length = groups.back().total();
    return cost;
}

}  // namespace monitoring
