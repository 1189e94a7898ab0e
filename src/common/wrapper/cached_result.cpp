#include "common/wrapper/cached_result.hpp"

#include <fmt/format.h>

#include "common/text/error.hpp"

namespace monitoring {

std::string format_result(const CachedResult& result) {
    return fmt::format("{}\n{}", status_name(result.status), result.output);
}

std::optional<CachedResult> parse_result(std::string_view text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    try {
        return CachedResult{parse_status(text.substr(0, end)), std::string(text.substr(end + 1))};
    } catch (const UsageError&) {
        return {};
    }
}

}  // namespace monitoring
