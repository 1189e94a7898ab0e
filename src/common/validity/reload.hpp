#pragma once

#include <span>
#include <string>

#include "common/x509/read_certificates.hpp"

namespace monitoring {

/// How what a server shows compares with its files.
struct Reload {
    std::string alert;  ///< one of the files holds a newer certificate; else empty
    std::string gap;    ///< none of the files holds one for this server; else empty
};

/// Compares the server's own certificate with those of the files for the same server: they have
/// the same subject, or a name of a server in common.
[[nodiscard]] Reload judge_reload(std::span<const CertificateBundle> files,
                                  const CertificateBundle& server);

}  // namespace monitoring
