// The TZ of the environment as POSIX.1-2017 has it (Base Definitions, 8.3).

#include <algorithm>
#include <cctype>
#include <optional>

#include "common/calendar/time_zone.hpp"

namespace monitoring {

namespace {

/// Parses a rule from its start. Each function consumes what it is named after, and returns whether
/// it was there.
class ZoneRule {
public:
    explicit ZoneRule(std::string_view text) : rest_(text) {}

    bool whole() {
        constexpr int kMaxHours = 24;
        if (!name() || !time(kMaxHours)) return false;
        if (rest_.empty()) return true;
        if (!name()) return false;
        if (!rest_.empty() && rest_.front() != ',' && !time(kMaxHours)) return false;
        // Without dates of its changes the C library uses those of the United States.
        return rest_.empty() || (change() && change() && rest_.empty());
    }

private:
    bool character(char expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// "JST", or "<+09>".
    bool name() {
        constexpr std::size_t kShortest = 3;
        const bool is_quoted = character('<');
        const auto belongs = [is_quoted](char letter) {
            const auto byte = static_cast<unsigned char>(letter);
            if (is_quoted && (letter == '+' || letter == '-' || std::isdigit(byte) != 0)) {
                return true;
            }
            return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        };
        const auto* const end = std::find_if_not(rest_.begin(), rest_.end(), belongs);
        const auto length = static_cast<std::size_t>(end - rest_.begin());
        rest_.remove_prefix(length);
        return length >= kShortest && (!is_quoted || character('>'));
    }

    bool number(int least, int most) {
        constexpr int kMaxDigits = 3;
        int value = 0;
        int digits = 0;
        while (!rest_.empty() && std::isdigit(static_cast<unsigned char>(rest_.front())) != 0) {
            if (++digits > kMaxDigits) return false;
            value = value * 10 + (rest_.front() - '0');
            rest_.remove_prefix(1);
        }
        return digits > 0 && value >= least && value <= most;
    }

    /// "9", "-3:30" or "2:00:00".
    bool time(int most_hours) {
        constexpr int kLast = 59;
        if (!character('-')) character('+');
        if (!number(0, most_hours)) return false;
        for (int part = 0; part < 2 && character(':'); ++part) {
            if (!number(0, kLast)) return false;
        }
        return true;
    }

    /// ",M3.2.0", ",J60" or ",59", and perhaps "/2".
    bool change() {
        constexpr int kMaxHours = 167;
        if (!character(',')) return false;
        const bool is_day = character('M') ? number(1, 12) && character('.') && number(1, 5) &&
                                                 character('.') && number(0, 6)
                            : character('J') ? number(1, 365)
                                             : number(0, 365);
        return is_day && (!character('/') || time(kMaxHours));
    }

    std::string_view rest_;
};

}  // namespace

bool is_zone_rule(std::string_view text) { return ZoneRule(text).whole(); }

}  // namespace monitoring
