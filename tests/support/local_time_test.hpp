#pragma once

#include <cstdlib>
#include <optional>
#include <string>

#include "common/calendar/local_time.hpp"
#include "common/text/error.hpp"
#include "support/run_tool.hpp"

namespace monitoring {

inline std::optional<std::string> environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

inline void set_environment(const char* name, const std::optional<std::string>& value) {
    value ? setenv(name, value->c_str(), 1) : unsetenv(name);
}

/// A test that may change the time zone.
class LocalTime : public ToolTest {
protected:
    ~LocalTime() override {
        set_environment("TZ", zone_);
        set_environment("TZDIR", zone_directory_);
    }

    /// The Error of a zone; "" when there is such a zone.
    static std::string refusal(const std::string& name) {
        try {
            static_cast<void>(read_time_zone(name));
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }

    /// The same for a TZ in the environment.
    static std::string environment_refusal(const std::optional<std::string>& value) {
        set_environment("TZ", value);
        const auto reason = refusal("");
        EXPECT_EQ(environment("TZ"), value);
        return reason;
    }

    /// "2026-11-23 06:12 JST", of a moment in a zone.
    static std::string tell(const std::string& zone_name, std::time_t moment) {
        const auto zone = read_time_zone(zone_name);
        const std::tm time = local_time(moment, zone);
        return format_date(time) + " " + format_minute(time) + " " + time.tm_zone;
    }

private:
    std::optional<std::string> zone_ = environment("TZ");
    std::optional<std::string> zone_directory_ = environment("TZDIR");
};

}  // namespace monitoring
