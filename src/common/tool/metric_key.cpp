#include "common/tool/metric_key.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

static bool is_allowed(char byte) {
    return byte == '-' || byte == '_' || (byte >= '0' && byte <= '9') ||
           (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_segment(std::string_view segment) {
    return !segment.empty() && std::all_of(segment.begin(), segment.end(), is_allowed);
}

bool is_metric_key(std::string_view key) {
    const auto segments = split(key, '.');
    return std::all_of(segments.begin(), segments.end(), is_segment);
}

std::string metric_key_segment(std::string_view text) {
    std::string segment(text);
    const auto is_forbidden = [](char byte) { return !is_allowed(byte); };
    std::replace_if(segment.begin(), segment.end(), is_forbidden, '_');
    return segment;
}

std::string metric_key_option(std::string_view text) {
    if (is_metric_key(text)) return std::string(text);
    throw UsageError(fmt::format(
        "'{}' is not a metric key (letters, digits, - and _, in segments joined by dots)", text));
}

}  // namespace monitoring
