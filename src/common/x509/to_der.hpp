#pragma once

#include <string>
#include <vector>

// As libcrypto calls X509 and STACK_OF(X509).
struct x509_st;
struct stack_st_X509;

namespace monitoring {

/// A certificate of libcrypto's in DER.
[[nodiscard]] std::string to_der(x509_st& certificate);

/// A list of them, which may be missing: the first thousand.
[[nodiscard]] std::vector<std::string> to_der(const stack_st_X509* certificates);

}  // namespace monitoring
