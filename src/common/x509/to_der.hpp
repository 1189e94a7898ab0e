#pragma once

#include <string>
#include <vector>

// As libcrypto calls X509 and STACK_OF(X509).
struct x509_st;
struct stack_st_X509;

namespace monitoring {

/// The DER of a certificate.
[[nodiscard]] std::string to_der(x509_st& certificate);

/// The DER of the certificates in a stack, at most a thousand; a null pointer has none.
[[nodiscard]] std::vector<std::string> to_der(const stack_st_X509* certificates);

}  // namespace monitoring
