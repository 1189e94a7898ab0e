// Where time zones are found: by a name, in the environment, in /etc/localtime.

#include <errno.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>
#include <optional>
#include <utility>

#include "common/calendar/time_zone.hpp"
#include "common/runtime/activity.hpp"
#include "common/runtime/file.hpp"
#include "common/runtime/watchdog.hpp"
#include "common/text/error.hpp"
#include "common/text/error_text.hpp"

namespace monitoring {

static constexpr auto kSystemZone = "/etc/localtime";
static constexpr auto kZones = "/usr/share/zoneinfo/";

/// Where a zone of that name is, in $TZDIR if that is set.
static std::string zone_path(const std::string& name) {
    const char* const directory = std::getenv("TZDIR");
    const bool is_set = directory != nullptr && *directory != '\0';
    if (name.starts_with('/')) return name;
    return is_set ? fmt::format("{}/{}", directory, name) : kZones + name;
}

/// What is at the path where a zone should be.
struct ZoneSource {
    bool exists = true;   ///< and is no directory
    std::string problem;  ///< why it cannot be used; empty when it can
    std::optional<TimeZone> zone{};
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
        auto zone = is_file ? parse_zone_file(read_all(file.get(), path, kMaxSize)) : std::nullopt;
        if (zone) return {true, "", std::move(zone)};
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
static TimeZone read_system_zone() {
    auto source = look_at(kSystemZone);
    if (source.zone) return *std::move(source.zone);
    struct stat status {};
    if (lstat(kSystemZone, &status) != 0 && errno == ENOENT) return {};
    const auto dangles = fmt::format("{} leads to no file (is tzdata installed?)", kSystemZone);
    throw Error(fmt::format("the local time zone is not known: {}",
                            source.exists ? source.problem : dangles));
}

/// Throws Error for a TZ that is no zone, where the C library would show UTC.
static TimeZone read_zone_of_environment() {
    const char* const value = std::getenv("TZ");
    if (value == nullptr) return read_system_zone();
    const std::string name = *value == ':' ? value + 1 : value;
    if (name.empty()) return {};
    auto source = look_at(zone_path(name));
    if (source.zone) return *std::move(source.zone);
    if (!source.exists && is_utc(name)) return {};
    auto rule = source.exists ? std::nullopt : parse_zone_rule(name);
    if (rule) return TimeZone(*std::move(rule));
    throw Error(fmt::format("TZ={} in the environment is no time zone{}", name,
                            source.exists ? ": " + source.problem : ""));
}

TimeZone read_time_zone(const std::string& name) {
    if (name.empty()) return read_zone_of_environment();
    const bool is_path = name.starts_with('/') || name.find("..") != std::string::npos;
    auto source = is_path ? ZoneSource{false, "it is a path"} : look_at(zone_path(name));
    if (source.zone) return *std::move(source.zone);
    if (!source.exists && is_utc(name)) return {};
    throw Error(fmt::format("no time zone {}{}", name,
                            source.exists ? ": " + source.problem : " (is tzdata installed?)"));
}

}  // namespace monitoring
