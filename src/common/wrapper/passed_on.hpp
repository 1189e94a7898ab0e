#pragma once

#include <string>
#include <string_view>

#include "common/tool/format.hpp"
#include "common/wrapper/wrapper.hpp"

namespace monitoring {

/// The output with a text behind it, on its last line.
[[nodiscard]] std::string append_to_last_line(std::string output, std::string_view text);

/// The output for Nagios with texts around that of its first line, which is all that a notification
/// has, and in front of the values: what is behind the bar is no text. What the command wrote may
/// have filled a packet of NRPE; what is added then costs its last values.
[[nodiscard]] std::string put_around_text(std::string_view output, std::string_view prefix,
                                          std::string_view note);

/// What a wrapper writes of a result: the command's output, with the wrapper's own words where the
/// format has their place. `shown` is the status after --status-as. For Prometheus the name is the
/// user's, or else the one in the output, or else that of the style.
[[nodiscard]] std::string passed_on(const WrapperResult& result, Status shown, const Style& style);

}  // namespace monitoring
