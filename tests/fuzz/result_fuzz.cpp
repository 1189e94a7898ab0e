// Any text as what interval-checker keeps, and any output in it.

#include <string>

#include "common/wrapper/cached_result.hpp"
#include "harness.hpp"

using namespace monitoring;

static void require_same(const CachedResult& result) {
    const auto again = parse_result(format_result(result));
    require(again.has_value(), "what was written can be read");
    require(again->status == result.status, "its status is the same");
    require(again->output == result.output, "its output is the same");
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = as_text(data, size);
    if (const auto result = parse_result(input)) require_same(*result);
    require_same({static_cast<Status>(size % 4), std::string(input)});
    return 0;
}
