#include "common/text/regex_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "common/text/error.hpp"

namespace monitoring {

using Kind = RegexStep::Kind;

/// Without a limit, a line of text such as ((a{255}){255}){255} takes gigabytes.
static constexpr std::size_t kMaxLength = 1000;

static void verify_length(std::size_t length) {
    if (length <= kMaxLength) return;
    throw UsageError(fmt::format(
        "a regular expression with more than {} characters, its repetitions written out",
        kMaxLength));
}

/// From one step to another one.
static int distance(std::size_t from, std::size_t to) {
    return static_cast<int>(to) - static_cast<int>(from);
}

void RegexBuilder::begin_element(std::size_t length, bool is_repeatable) {
    Group& group = groups_.back();
    group.element = program_.steps.size();
    group.length += std::exchange(group.element_length, length);
    group.is_repeatable = is_repeatable;
    verify_length(group.length + length);
}

void RegexBuilder::add_step(RegexStep step, bool is_repeatable) {
    begin_element(1, is_repeatable);
    program_.steps.push_back(step);
}

void RegexBuilder::add(const ByteSet& set) {
    add_step({Kind::take, 0, program_.sets.size()}, true);
    program_.sets.push_back(set);
}

void RegexBuilder::begin_group() {
    begin_element(0, false);
    groups_.emplace_back().alternative = program_.steps.size();
}

void RegexBuilder::add_alternative() {
    Group& group = groups_.back();
    auto& steps = program_.steps;
    const auto size = distance(group.alternative, steps.size());
    const auto begin = steps.begin() + static_cast<std::ptrdiff_t>(group.alternative);
    steps.insert(begin, {Kind::fork, size + 2});
    group.exits.push_back(steps.size());
    steps.push_back({Kind::jump});
    group.alternative = steps.size();
    begin_element(1, false);
}

void RegexBuilder::end_group() {
    auto& steps = program_.steps;
    for (const std::size_t exit : groups_.back().exits) {
        steps[exit].target = distance(exit, steps.size());
    }
    const std::size_t length = groups_.back().length + groups_.back().element_length + 2;
    groups_.pop_back();
    if (groups_.empty()) return;
    Group& group = groups_.back();
    group.element_length = length;
    group.is_repeatable = true;
    verify_length(group.length + length);
}

void RegexBuilder::lengthen_element(std::size_t times) {
    Group& group = groups_.back();
    group.element_length *= std::max<std::size_t>(times, 1);
    verify_length(group.length + group.element_length);
}

void RegexBuilder::repeat(std::size_t least, std::size_t most) {
    const bool is_endless = most == kForever;
    // Before it takes memory: a{3,} is as long as "aaaa*", and a+ as "aa*".
    lengthen_element(is_endless ? least + 1 : most);
    auto& steps = program_.steps;
    const auto begin = steps.begin() + static_cast<std::ptrdiff_t>(groups_.back().element);
    const std::vector<RegexStep> element(begin, steps.end());
    const auto size = static_cast<int>(element.size());
    steps.erase(begin, steps.end());
    const auto add_element = [&] { steps.insert(steps.end(), element.begin(), element.end()); };
    for (std::size_t count = 0; count < least; ++count) add_element();
    if (is_endless && least > 0) {
        steps.push_back({Kind::fork, -size});
    } else if (is_endless) {
        steps.push_back({Kind::fork, size + 2});
        add_element();
        steps.push_back({Kind::jump, -size - 1});
    } else {
        // Each of them may be the last one.
        for (auto left = static_cast<int>(most - least); left > 0; --left) {
            steps.push_back({Kind::fork, left * (size + 1)});
            add_element();
        }
    }
}

RegexProgram RegexBuilder::finish() {
    program_.length = groups_.back().length + groups_.back().element_length;
    end_group();
    program_.steps.push_back({Kind::found});
    return std::move(program_);
}

}  // namespace monitoring
