#include "common/text/regex.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/text/error.hpp"

namespace monitoring {

static constexpr std::size_t kMaxTotalLength = 20'000;

namespace {

/// Goes all ways through a program at once, byte by byte of the text (K. Thompson, 1968).
class Search {
public:
    explicit Search(const RegexProgram& program)
        : program_(program), visited_at_(program.steps.size(), kNever) {}

    bool finds_in(std::string_view text) {
        for (std::size_t place = 0; place <= text.size(); ++place) {
            // It may begin at each place.
            ways_.push_back(0);
            if (follow(place, text.size())) return true;
            if (place == text.size()) break;
            take(static_cast<unsigned char>(text[place]));
        }
        return false;
    }

private:
    static constexpr std::size_t kNever = static_cast<std::size_t>(-1);

    /// Follows all ways up to the steps that take a byte. Returns whether one of them has found it.
    bool follow(std::size_t place, std::size_t end) {
        taking_.clear();
        while (!ways_.empty()) {
            const std::size_t at = ways_.back();
            ways_.pop_back();
            if (visited_at_[at] == place) continue;
            visited_at_[at] = place;
            const RegexStep& step = program_.steps[at];
            const auto target = at + static_cast<std::size_t>(step.target);
            switch (step.kind) {
                case RegexStep::Kind::found: return true;
                case RegexStep::Kind::take: taking_.push_back(at); break;
                case RegexStep::Kind::jump: ways_.push_back(target); break;
                case RegexStep::Kind::fork:
                    ways_.push_back(target);
                    ways_.push_back(at + 1);
                    break;
                case RegexStep::Kind::start:
                    if (place == 0) ways_.push_back(at + 1);
                    break;
                case RegexStep::Kind::end:
                    if (place == end) ways_.push_back(at + 1);
                    break;
            }
        }
        return false;
    }

    /// Leaves the ways on which that byte leads further.
    void take(unsigned char byte) {
        for (const std::size_t at : taking_) {
            if (program_.sets[program_.steps[at].set][byte]) ways_.push_back(at + 1);
        }
    }

    const RegexProgram& program_;
    std::vector<std::size_t> visited_at_;  ///< for each step, the last place in the text
    std::vector<std::size_t> ways_;        ///< steps that are still to be followed
    std::vector<std::size_t> taking_;      ///< steps that wait for the next byte
};

}  // namespace

bool Regex::is_found_in(std::string_view text) const { return Search(program_).finds_in(text); }

void RegexList::add(std::string_view text) {
    length_ += regexes_.emplace_back(text).length();
    if (length_ <= kMaxTotalLength) return;
    throw UsageError(
        fmt::format("regular expressions with more than {} characters together", kMaxTotalLength));
}

bool RegexList::is_any_found_in(std::string_view text) const {
    return std::any_of(regexes_.begin(), regexes_.end(),
                       [&](const Regex& regex) { return regex.is_found_in(text); });
}

}  // namespace monitoring
