#pragma once

#include <string>

#include "common/runtime/file.hpp"

namespace monitoring {

/// Where state is kept.
struct StatePlace {
    std::string directory;  ///< mackerel-native-plugins-EUID and what it is in; empty: nowhere
    std::string obstacle;   ///< why nowhere
};

/// The first of $MACKEREL_PLUGIN_WORKDIR, $TMPDIR and /var/tmp in which nobody else may rename our
/// directory. One that does not exist is not passed over: to make ours will fail, and say why.
[[nodiscard]] StatePlace find_state_place();

/// Opens it, new if need be. Not open, with errno, when there is none and none can be made. Throws
/// Error when it is there and not safe: a link, another user's, or writable for others.
[[nodiscard]] UniqueFd open_state_directory(const std::string& path);

/// Whether an open file is a regular one of ours, as each that we made there is.
[[nodiscard]] bool is_own_file(int file);

}  // namespace monitoring
