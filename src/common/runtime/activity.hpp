#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// Describes what the tool is doing, for "no answer within 10 s (reading /proc/uptime)".
class Activity {
public:
    explicit Activity(std::string_view description);
    ~Activity();
    Activity(const Activity&) = delete;
    Activity& operator=(const Activity&) = delete;

    /// The description of the innermost Activity; empty without one. Async-signal-safe.
    [[nodiscard]] static std::string_view current();

private:
    std::string outer_;  ///< the description to restore
};

}  // namespace monitoring
