#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "common/tool/measure.hpp"

namespace monitoring {

// What Nagios, Icinga and NRPE take for the text of a plugin, and for its values.

/// A text as Nagios keeps it: without | < >, which have a meaning there, or are dropped.
[[nodiscard]] std::string nagios_text(std::string_view text);

/// Valid UTF-8 in so many bytes, with an ellipsis at its end where it had more: a packet of NRPE
/// holds kMaxLineLength of them, and cuts what is more.
[[nodiscard]] std::string shorten_to_bytes(const std::string& text, std::size_t bytes);

/// " | label=value[unit];warning;critical;least;most …" of those that fit into that many
/// characters, chosen from those first that alert; empty where there is none.
[[nodiscard]] std::string nagios_values(const std::vector<Measure>& measures,
                                        std::size_t characters);

}  // namespace monitoring
