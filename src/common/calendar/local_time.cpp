#include "common/calendar/local_time.hpp"

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>

#include "common/calendar/time_zone.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/file.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/text/error.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

static constexpr auto kSystemZone = "/etc/localtime";
static constexpr auto kZones = "/usr/share/zoneinfo/";

/// Where the C library reads a zone from, in $TZDIR if that is set.
static std::string zone_path(const std::string& name) {
    const char* const directory = std::getenv("TZDIR");
    const bool is_set = directory != nullptr && *directory != '\0';
    if (name.starts_with('/')) return name;
    return is_set ? fmt::format("{}/{}", directory, name) : kZones + name;
}

/// What is at the path where the C library looks for a zone.
struct ZoneSource {
    bool exists = true;   ///< and is no directory
    std::string problem;  ///< why it cannot be used; empty when it can
};

/// Whether the file may be on a mount that hangs: where /usr/share/zoneinfo does, so does the whole
/// host, and the watchdog has its cost.
static bool may_hang(std::string_view path) {
    std::array<char, PATH_MAX> target{};
    if (path == kSystemZone) {
        const ssize_t size = readlink(kSystemZone, target.data(), target.size());
        if (size < 0 && errno == ENOENT) return false;
        path = {target.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
        if (path.starts_with("../")) path.remove_prefix(2);
    }
    return !path.starts_with(kZones) || path.find("..") != std::string_view::npos;
}

static ZoneSource look_at(const std::string& path) {
    if (may_hang(path)) start_watchdog();
    // No zone's file is larger than 10 KB.
    constexpr std::size_t kMaxSize = 1U << 20U;
    const Activity activity("reading " + path);
    // Opening a pipe without a writer would block.
    const UniqueFd file(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!file.is_open()) {
        return {errno != ENOENT && errno != ENOTDIR,
                fmt::format("cannot open {}: {}", path, error_text(errno))};
    }
    struct stat status {};
    const bool is_known = fstat(file.get(), &status) == 0;
    if (is_known && S_ISDIR(status.st_mode)) return {false, path + " is a directory"};
    try {
        const bool is_file = is_known && S_ISREG(status.st_mode);
        if (is_file && is_zone_file(read_all(file.get(), path, kMaxSize))) return {};
    } catch (const Error& error) {
        return {true, error.what()};
    }
    return {true, path + " is not a whole time zone file"};
}

/// Whether it is a name of UTC, which needs no zone file.
static bool is_utc(std::string_view name) {
    return name == "UTC" || name == "Etc/UTC" || name == "GMT" || name == "Etc/GMT";
}

/// Without a TZ in the environment local time is that of this file; without the file it is UTC.
static void verify_system_zone() {
    const auto source = look_at(kSystemZone);
    if (source.problem.empty()) return;
    struct stat status {};
    if (lstat(kSystemZone, &status) != 0 && errno == ENOENT) return;
    const auto dangles = fmt::format("{} leads to no file (is tzdata installed?)", kSystemZone);
    throw Error(fmt::format("the local time zone is not known: {}",
                            source.exists ? source.problem : dangles));
}

/// Throws Error for a TZ that the C library cannot parse and would treat as UTC.
static void verify_environment() {
    const char* const value = std::getenv("TZ");
    if (value == nullptr) {
        verify_system_zone();
        return;
    }
    const std::string name = *value == ':' ? value + 1 : value;
    if (name.empty()) return;
    const auto source = look_at(zone_path(name));
    if (source.problem.empty()) return;
    if (!source.exists && (is_utc(name) || is_zone_rule(name))) return;
    throw Error(fmt::format("TZ={} in the environment is no time zone{}", name,
                            source.exists ? ": " + source.problem : ""));
}

/// The value of TZ for a zone that the user named.
static std::string value_for(const std::string& name) {
    const bool is_path = name.starts_with('/') || name.find("..") != std::string::npos;
    const auto source = is_path ? ZoneSource{false, "it is a path"} : look_at(zone_path(name));
    if (source.problem.empty()) return ":" + name;
    if (!source.exists && is_utc(name)) return "UTC0";
    throw Error(fmt::format("no time zone {}{}", name,
                            source.exists ? ": " + source.problem : " (is tzdata installed?)"));
}

LocalZone::LocalZone(const std::string& name) {
    if (name.empty()) {
        verify_environment();
    } else {
        const auto changed = value_for(name);
        const char* value = std::getenv("TZ");
        was_set_ = value != nullptr;
        before_ = was_set_ ? value : "";
        is_changed_ = true;
        setenv("TZ", changed.c_str(), 1);
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

MomentText format_moment(std::time_t moment) {
    MomentText result;
    std::tm time{};
    try {
        const LocalZone zone("");
        time = local_time(moment);
    } catch (const Error& error) {
        gmtime_r(&moment, &time);
        result.trouble = error.what();
    }
    std::array<char, 64> buffer{};
    result.text = {buffer.data(),
                   strftime(buffer.data(), buffer.size(), "%Y-%m-%d %H:%M:%S %z", &time)};
    return result;
}

std::string format_date(const std::tm& time) {
    return fmt::format("{:04}-{:02}-{:02}", time.tm_year + 1900, time.tm_mon + 1, time.tm_mday);
}

std::string format_minute(const std::tm& time) {
    return fmt::format("{:02}:{:02}", time.tm_hour, time.tm_min);
}

}  // namespace monitoring
