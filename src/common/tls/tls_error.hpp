#pragma once

#include <string>

#include "common/text/error.hpp"

namespace monitoring {

/// Names an alert of TLS by its number, as SSL_alert_desc_string_long(3) does.
using AlertNames = const char* (*)(int);

/// The fatal alert that the last call of libssl failed with, as in "it sent the TLS alert 'access
/// denied'". Empty when it failed with something else.
[[nodiscard]] std::string describe_alert(AlertNames names);

/// Why the last call of libssl failed: an alert, a closed connection, or libssl's reason.
[[nodiscard]] std::string describe_failure(AlertNames names);

/// What failed in libssl or libcrypto before anything was sent.
[[nodiscard]] Error setup_error();

}  // namespace monitoring
