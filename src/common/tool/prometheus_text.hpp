#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/tool/measure.hpp"
#include "common/tool/status.hpp"

namespace monitoring {

// What a check tells Prometheus, in the text format 0.0.4: the families check_status and
// check_value, and a last line with its text, which is a comment there.

/// The value of a label in quotation marks.
[[nodiscard]] std::string quoted_label(std::string_view value);

/// All that the check of that name tells. The text, one printable line, ends it as it is, with or
/// without its newline.
[[nodiscard]] std::string check_samples(Status status, std::string_view name,
                                        const std::vector<Measure>& measures,
                                        std::string_view text);

/// What check_samples() was given, as far as it can be read of what it made.
struct CheckSamples {
    std::string name{};               ///< empty without check_status
    std::vector<Measure> measures{};  ///< labels and values, each label once
    std::string text{};               ///< one line, without its newline
};

/// Reads what a command printed. What no check has written is text, of which the first line is kept
/// unless there is a comment behind the status.
[[nodiscard]] CheckSamples parse_check_samples(std::string_view output);

/// Whether a text must not be the start of a comment: HELP and TYPE make it part of a family.
[[nodiscard]] bool is_metadata(std::string_view text);

}  // namespace monitoring
