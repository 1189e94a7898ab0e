#include "common/wrapper/cached_result.hpp"

#include <fmt/format.h>

namespace monitoring {

std::string format_result(const CachedResult& result) {
    return fmt::format("{}\n{}", status_name(result.status), result.output);
}

std::optional<CachedResult> parse_result(std::string_view text) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    const auto status = parse_status(text.substr(0, end));
    if (!status) return {};
    return CachedResult{*status, std::string(text.substr(end + 1))};
}

bool is_fresh(const CacheRules& rules, Status status, Seconds age) {
    const auto limit = status == Status::ok ? rules.interval : rules.failure_interval;
    return limit && age < *limit + rules.delay;
}

bool is_presentable(const CacheRules& rules, Seconds age) {
    return rules.stale && age <= *rules.stale;
}

}  // namespace monitoring
