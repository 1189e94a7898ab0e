#pragma once

#include <string>

#include "common/text/error.hpp"

namespace monitoring {

/// Names an alert of TLS by its number, as SSL_alert_desc_string_long(3) does.
using AlertNames = const char* (*)(int);

/// The fatal alert that the last call of libssl failed with, as in "it sent the TLS alert 'access
/// denied'". Empty when it failed with something else.
[[nodiscard]] std::string describe_alert(AlertNames names);

/// Why the last call of libssl failed: by an alert, by the server's end of TLS, or with a reason.
[[nodiscard]] std::string describe_failure(AlertNames names);

/// For what fails on our side, before a server is asked.
[[nodiscard]] Error setup_error();

}  // namespace monitoring
