// Any text as an answer of a push server.

#include <iterator>
#include <optional>

#include "common/services/push_statistics.hpp"
#include "common/text/error.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto statistics = parse_push_statistics(as_text(data, size));
        const std::optional<std::uint64_t> numbers[] = {
            statistics.queue_max,       statistics.queue_usage,  statistics.pusher_max,
            statistics.pusher_count,    statistics.ios.success,  statistics.ios.error,
            statistics.android.success, statistics.android.error};
        for (const auto& number : numbers) {
            require(number.value_or(0) <= INT64_MAX, "two of the numbers can be added");
        }
        require(statistics.ignored.size() <= std::size(numbers) + 2, "each name is there once");
    } catch (const Error& error) {
        require(*error.what() != '\0', "an error has a reason");
    }
    return 0;
}
