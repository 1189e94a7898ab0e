#pragma once

#include <string>

namespace monitoring {

/// To be called before libcrypto or libssl is asked for anything: they would read openssl.cnf
/// ($OPENSSL_CONF), whose rules for other programs change what is found here, and which may lie on
/// a dead mount.
void set_up_openssl();

/// The version that runs, as in "OpenSSL 3.0.17".
[[nodiscard]] std::string openssl_version();

}  // namespace monitoring
