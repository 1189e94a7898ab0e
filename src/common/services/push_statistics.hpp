#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace monitoring {

/// The notifications that a server has pushed to one platform since it was started.
struct PushCount {
    std::optional<std::uint64_t> success;
    std::optional<std::uint64_t> error;
};

/// What a push server such as gaurun says of itself, as far as it does.
struct PushStatistics {
    std::optional<std::uint64_t> queue_max;     ///< notifications
    std::optional<std::uint64_t> queue_usage;   ///< notifications
    std::optional<std::uint64_t> pusher_max;    ///< goroutines
    std::optional<std::uint64_t> pusher_count;  ///< goroutines
    PushCount ios;
    PushCount android;
    std::set<std::string> ignored;  ///< the names of those that are not what they should be
};

/// Reads what a server answers at /stat/app (gaurun's stat.go, StatApp). Throws Error when that is
/// no JSON, or none of the numbers is in it.
[[nodiscard]] PushStatistics parse_push_statistics(std::string_view json);

}  // namespace monitoring
