#pragma once

#include <span>
#include <string>

#include "common/x509/read_certificates.hpp"

namespace monitoring {

/// The comparison of a server's certificate with those in files.
struct Reload {
    std::string alert;  ///< a file holds a newer certificate; else empty
    std::string gap;    ///< no file holds a certificate for this server; else empty
};

/// Compares the server's own certificate with those in files for the same server, which have the
/// same subject or a server name in common.
[[nodiscard]] Reload judge_reload(std::span<const CertificateBundle> files,
                                  const CertificateBundle& server);

}  // namespace monitoring
