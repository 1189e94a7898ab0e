#include "common/services/push_statistics.hpp"

#include <fmt/format.h>

#include <map>

#include "common/text/error.hpp"
#include "common/text/json.hpp"
#include "common/text/text.hpp"

namespace monitoring {

PushStatistics parse_push_statistics(std::string_view json) {
    PushStatistics statistics;
    const std::map<JsonPath, std::optional<std::uint64_t>*> numbers = {
        {{"queue_max"}, &statistics.queue_max},
        {{"queue_usage"}, &statistics.queue_usage},
        {{"pusher_max"}, &statistics.pusher_max},
        {{"pusher_count"}, &statistics.pusher_count},
        {{"ios", "push_success"}, &statistics.ios.success},
        {{"ios", "push_error"}, &statistics.ios.error},
        {{"android", "push_success"}, &statistics.android.success},
        {{"android", "push_error"}, &statistics.android.error},
    };
    bool has_numbers = false;
    read_json(json, [&](const JsonPath& path, const JsonValue& value) {
        if (const auto number = numbers.find(path); number != numbers.end()) {
            number->second->reset();
            if (value.kind == JsonValue::Kind::integer && value.integer >= 0) {
                *number->second = static_cast<std::uint64_t>(value.integer);
                has_numbers = true;
            } else {
                statistics.ignored.insert(join(path, "."));
            }
        } else if (path == JsonPath{"ios"} || path == JsonPath{"android"}) {
            if (value.kind != JsonValue::Kind::object) statistics.ignored.insert(path[0]);
        }
    });
    if (!has_numbers) throw Error("it holds none of the numbers of a push server");
    return statistics;
}

}  // namespace monitoring
