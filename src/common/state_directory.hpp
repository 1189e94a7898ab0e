#pragma once

#include <string>

#include "common/file.hpp"

namespace monitoring {

/// mackerel-native-plugins-EUID below $MACKEREL_PLUGIN_WORKDIR, else $TMPDIR, else /var/tmp.
[[nodiscard]] std::string state_directory();

/// Opens it, new if need be. Not open, with errno, when there is none and none can be made. Throws
/// Error when it is there and not safe: a link, another user's, or writable for others.
[[nodiscard]] UniqueFd open_state_directory(const std::string& path);

}  // namespace monitoring
