#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// Says what the tool is busy with, for "no answer within 10 s (reading /proc/uptime)".
class Activity {
public:
    explicit Activity(std::string_view description);
    ~Activity();
    Activity(const Activity&) = delete;
    Activity& operator=(const Activity&) = delete;

    /// The innermost one; empty when there is none. Safe in a signal handler.
    [[nodiscard]] static std::string_view current();

private:
    std::string outer_;  ///< what it was busy with before, and is again afterwards
};

}  // namespace monitoring
