#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/x509/certificate.hpp"

namespace monitoring {

/// The certificates of one file or server.
struct CertificateBundle {
    std::string source{};                     ///< the file's path or the server's address
    std::vector<Certificate> certificates{};  ///< in their order
    std::vector<Certificate> unused{};        ///< sent by a server, but not in its verified chain
    std::vector<std::string> damages{};       ///< "the certificate at line 12: it is cut short"
    bool is_store = false;  ///< PKCS#7 or PKCS#12, in which the order has no meaning
    std::string content{};  ///< without certificates: what there is, "only a private key"
};

struct ReadOptions {
    std::string password_file;  ///< for PKCS#12; empty: the password is empty
    bool is_first_only = false;
};

/// The largest file that is read, in bytes.
constexpr std::size_t kMaxCertificateFileSize = 16U << 20U;

/// Reads the certificates of a file: PEM among any other text, DER, PKCS#7 in either, or PKCS#12.
/// Follows symbolic links. Throws Error when it cannot be read, is no regular file, or is larger
/// than kMaxCertificateFileSize.
[[nodiscard]] CertificateBundle read_certificates(const std::string& path,
                                                  const ReadOptions& options);

/// The same for the certificates of a server, in DER; `unused` are those outside its chain.
[[nodiscard]] CertificateBundle read_certificates(const std::string& source,
                                                  const std::vector<std::string>& certificates,
                                                  const std::vector<std::string>& unused,
                                                  const ReadOptions& options);

/// Adds the certificates of bytes in DER, PKCS#7 or PKCS#12. Throws Error when they are damaged.
void read_der(std::string_view bytes, const ReadOptions& options, CertificateBundle& bundle);

}  // namespace monitoring
