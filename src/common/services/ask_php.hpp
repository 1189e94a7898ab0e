#pragma once

#include <string>

#include "common/process/run_command.hpp"
#include "common/state/stamp.hpp"

namespace monitoring {

/// A php of this host, or a php-fpm.
struct PhpProgram {
    std::string path;  ///< or a name in PATH
    bool is_fpm = false;
};

/// Asks it for its version, as PHP_VERSION_ID. No ini file is read. Throws Error when it cannot be
/// executed, fails, does not answer in time, or prints anything else.
[[nodiscard]] unsigned ask_php_version(const PhpProgram& program, const CommandLimits& limits);

/// The version as `tool` was told it within the last hour, as long as the file is the same, or as
/// the program tells it now.
[[nodiscard]] unsigned recall_php_version(std::string_view tool, const PhpProgram& program,
                                          const Stamp& now, const CommandLimits& limits);

}  // namespace monitoring
