#include "common/local_time.hpp"

#include <fmt/format.h>

#include <cctype>
#include <chrono>
#include <cstdlib>

#include "common/error.hpp"
#include "common/file.hpp"
#include "common/quantity.hpp"
#include "common/text.hpp"

namespace monitoring {

/// Whether it is a file of zoneinfo(5), in $TZDIR if that is set.
static bool is_zone_file(const std::string& name) {
    // No zone's file is larger than 10 KB.
    constexpr std::size_t kLargest = 1U << 20U;
    const char* directory = std::getenv("TZDIR");
    const bool is_set = directory != nullptr && *directory != '\0';
    const std::string base = is_set ? directory : "/usr/share/zoneinfo";
    if (name.empty() || name.find("..") != std::string::npos) return false;
    try {
        const auto path = name.front() == '/' ? name : fmt::format("{}/{}", base, name);
        return read_file(path, kLargest).starts_with("TZif");
    } catch (const Error&) {
        return false;
    }
}

/// Whether it may be a rule such as "JST-9" or "<+09>-9", by POSIX: a name, and how far that is
/// from UTC. The C library takes anything that it does not understand for UTC.
static bool is_zone_rule(std::string_view text) {
    auto name = text.substr(0, text.find_first_of("+-0123456789"));
    auto offset = text.substr(name.size());
    if (text.starts_with('<')) {
        const auto end = text.find('>');
        if (end == std::string_view::npos) return false;
        name = text.substr(1, end - 1);
        offset = text.substr(end + 1);
    }
    if (name.size() < 3 || name.find('/') != std::string_view::npos) return false;
    if (offset.starts_with('+') || offset.starts_with('-')) offset.remove_prefix(1);
    return !offset.empty() && std::isdigit(static_cast<unsigned char>(offset.front())) != 0;
}

/// A TZ in the environment that the C library would misunderstand.
static void verify_environment() {
    const char* value = std::getenv("TZ");
    if (value == nullptr || *value == '\0') return;
    const std::string name = *value == ':' ? value + 1 : value;
    if (name == "UTC" || name == "UTC0" || is_zone_file(name) || is_zone_rule(name)) return;
    throw Error(fmt::format("TZ={} in the environment is no time zone", name));
}

LocalZone::LocalZone(const std::string& name) {
    if (name.empty()) {
        verify_environment();
    } else {
        if (name.front() == '/' || !is_zone_file(name)) {
            throw Error(fmt::format("no time zone {} (is tzdata installed?)", name));
        }
        const char* value = std::getenv("TZ");
        was_set_ = value != nullptr;
        before_ = was_set_ ? value : "";
        is_changed_ = true;
        setenv("TZ", (":" + name).c_str(), 1);
    }
    tzset();
}

LocalZone::~LocalZone() {
    if (!is_changed_) return;
    if (was_set_) {
        setenv("TZ", before_.c_str(), 1);
    } else {
        unsetenv("TZ");
    }
}

std::tm local_time(std::time_t moment) {
    std::tm time{};
    if (localtime_r(&moment, &time) == nullptr) throw Error("the clock shows no year that exists");
    return time;
}

std::string format_date(const std::tm& time) {
    return fmt::format("{:04}-{:02}-{:02}", time.tm_year + 1900, time.tm_mon + 1, time.tm_mday);
}

std::string format_minute(const std::tm& time) {
    return fmt::format("{:02}:{:02}", time.tm_hour, time.tm_min);
}

static bool is_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const auto year = parse_integer(text.substr(0, 4));
    const auto month = parse_integer(text.substr(5, 2));
    const auto day = parse_integer(text.substr(8));
    if (!year || !month || !day) return false;
    using namespace std::chrono;
    return year_month_day(std::chrono::year(static_cast<int>(*year)),
                          std::chrono::month(static_cast<unsigned>(*month)),
                          std::chrono::day(static_cast<unsigned>(*day)))
        .ok();
}

std::set<std::string> read_days(const std::string& path) {
    constexpr std::size_t kLargest = 1U << 20U;
    const auto content = read_file(path, kLargest);
    std::set<std::string> days;
    std::size_t number = 0;
    for (const auto line : split(content, '\n')) {
        ++number;
        const auto columns = words(line.substr(0, line.find('#')));
        if (columns.empty()) continue;
        if (columns.size() > 1 || !is_day(columns.front())) {
            // Whose file that is nobody knows: what it says may be secret.
            throw Error(fmt::format("{}, line {}, is not a day such as 2026-01-01", path, number));
        }
        days.emplace(columns.front());
    }
    return days;
}

}  // namespace monitoring
