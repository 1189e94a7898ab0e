#pragma once

#include <string>

#include "common/text/error.hpp"

namespace monitoring {

/// The fatal alert that the last call of libssl failed with, as in "it sent the TLS alert 'access
/// denied'". Empty when it failed with something else.
[[nodiscard]] std::string describe_alert();

/// Why the last call of libssl failed: an alert, a closed connection, or libssl's reason.
[[nodiscard]] std::string describe_failure();

/// What failed in libssl or libcrypto before anything was sent.
[[nodiscard]] Error setup_error();

}  // namespace monitoring
