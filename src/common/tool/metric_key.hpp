#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// Whether Mackerel takes this for a metric's key: segments of [-a-zA-Z0-9_], joined by dots, none
/// of them empty. The agent does not look, and one bad key spoils the whole host's report.
[[nodiscard]] bool is_metric_key(std::string_view key);

/// A segment of a key made from any text: a _ takes the place of each byte that none may have.
[[nodiscard]] std::string metric_key_segment(std::string_view text);

/// The key or key prefix itself. Throws UsageError when it is none.
[[nodiscard]] std::string metric_key_option(std::string_view text);

}  // namespace monitoring
