// Each zone of tzdata as the C library of this machine shows it.

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "support/local_time_test.hpp"

using namespace monitoring;
namespace fs = std::filesystem;

namespace {

constexpr std::time_t kYear = 31556952;
constexpr std::time_t kBehindFiles = 2208988800;  // 2040

/// All fields, as one text.
std::string tell_all(const std::tm& time) {
    char text[96];
    const auto size = std::snprintf(
        text, sizeof text, "%d-%d-%d %d:%d:%d weekday %d day %d dst %d %+ld %s",
        time.tm_year + 1900, time.tm_mon + 1, time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec,
        time.tm_wday, time.tm_yday, time.tm_isdst, time.tm_gmtoff, time.tm_zone);
    return {text, static_cast<std::size_t>(size)};
}

class EveryZone : public LocalTime {
protected:
    /// Sets the C library's zone, too.
    void enter(const std::string& value) {
        set_environment("TZ", value);
        tzset();
        name_ = value;
        zone_ = read_time_zone("");
    }

    static std::tm as_the_c_library(std::time_t moment) {
        std::tm time{};
        localtime_r(&moment, &time);
        return time;
    }

    void compare(std::time_t moment) {
        const auto ours = local_time(moment, zone_);
        const auto theirs = as_the_c_library(moment);
        if (ours.tm_sec == theirs.tm_sec && ours.tm_min == theirs.tm_min &&
            ours.tm_hour == theirs.tm_hour && ours.tm_mday == theirs.tm_mday &&
            ours.tm_mon == theirs.tm_mon && ours.tm_year == theirs.tm_year &&
            ours.tm_wday == theirs.tm_wday && ours.tm_yday == theirs.tm_yday &&
            ours.tm_isdst == theirs.tm_isdst && ours.tm_gmtoff == theirs.tm_gmtoff &&
            std::string_view(ours.tm_zone) == theirs.tm_zone) {
            return;
        }
        ADD_FAILURE() << name_ << " at " << moment << ": " << tell_all(ours)
                      << ", the C library: " << tell_all(theirs);
    }

    /// One second before, at and after each change of the C library's clock.
    void compare_changes(std::time_t first, std::time_t last) {
        constexpr std::time_t kStep = 2 * 86400;
        for (auto before = first; before < last; before += kStep) {
            auto low = before;
            auto high = before + kStep;
            const auto at_low = as_the_c_library(low);
            const auto is_same = [&at_low](std::time_t moment) {
                const auto time = as_the_c_library(moment);
                return time.tm_gmtoff == at_low.tm_gmtoff && time.tm_isdst == at_low.tm_isdst &&
                       std::string_view(time.tm_zone) == at_low.tm_zone;
            };
            if (is_same(high)) continue;
            while (high - low > 1) {
                const auto middle = low + (high - low) / 2;
                (is_same(middle) ? low : high) = middle;
            }
            for (const auto moment : {low, high, high + 1}) compare(moment);
            ++changes_;
        }
    }

    void compare_years() {
        constexpr std::time_t kMonth = kYear / 12;
        const auto now = std::time(nullptr);
        compare(now);
        compare_changes(now, now + 2 * kYear);
        for (std::time_t moment = 0; moment < 91 * kYear; moment += kMonth) compare(moment);
    }

    std::string name_;
    TimeZone zone_;
    int changes_ = 0;
};

}  // namespace

TEST_F(EveryZone, ShowsTheTimeOfTheCLibraryTodayAndInTheNextTwoYears) {
    const fs::path top = "/usr/share/zoneinfo";
    int zones = 0;
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
        if (!entry.is_regular_file() || !read_text(entry.path()).starts_with("TZif")) continue;
        enter(entry.path().lexically_relative(top));
        compare_years();
        // Behind the last change in its file a zone has a rule. For "right/" glibc is seconds off.
        const bool is_copy = name_.starts_with("right/") || name_.starts_with("posix/");
        if (!is_copy) compare_changes(kBehindFiles, kBehindFiles + kYear);
        ++zones;
    }
    EXPECT_GT(zones, 300);
    EXPECT_GT(changes_, 400);
}

TEST_F(EveryZone, ShowsARuleAsTheCLibraryDoes) {
    for (const auto* const rule :
         {"JST-9", "<+09>-9", "<-0330>3:30", "XYZ-9:30:15", "<-00>0", "ABC5DEF,M3.2.0,M11.1.0",
          "ABC5DEF4,M3.2.0/2,M11.1.0/2:30:59", "ABC5DEF,J60,J300", "ABC5DEF,58,300/24",
          "ABC5DEF,J59/0,J305/23:59:59", "ABC-10DEF,M10.1.0,M4.1.0/3", "IST-1GMT0,M10.5.0,M3.5.0/1",
          "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "EET-2EEST,M3.4.4/50,M10.4.4/50",
          "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "IST-2IDT,M3.4.4/26,M10.5.0",
          "ABC-3DEF,M2.5.6/-167,M9.5.1/167"}) {
        enter(rule);
        compare_years();
        compare_changes(1580000000, 1580000000 + 2 * kYear);
    }
    EXPECT_GT(changes_, 90);
}
