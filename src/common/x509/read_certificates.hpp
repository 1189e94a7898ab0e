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
    std::vector<Certificate> unused{};        ///< what a server sent, and its chain does without
    std::vector<std::string> damages{};       ///< "the certificate at line 12: it is cut short"
    bool is_store = false;  ///< PKCS#7 or PKCS#12, in which the order means nothing
    std::string content{};  ///< what there is in place of certificates: "only a private key"
};

struct ReadOptions {
    std::string password_file;  ///< for PKCS#12; empty: the password is empty
    bool is_first_only = false;
};

/// The largest file that is read, in bytes.
constexpr std::size_t kMaxCertificateFileSize = 16U << 20U;

/// Reads the certificates of a file: PEM with anything around, DER, PKCS#7 in either, or PKCS#12.
/// Follows symbolic links. Throws Error when it cannot be read, is no regular file, or is larger
/// than that.
[[nodiscard]] CertificateBundle read_certificates(const std::string& path,
                                                  const ReadOptions& options);

/// The same for what a server sends, each certificate in DER: those that count, and the others.
[[nodiscard]] CertificateBundle read_certificates(const std::string& source,
                                                  const std::vector<std::string>& certificates,
                                                  const std::vector<std::string>& unused,
                                                  const ReadOptions& options);

/// Reads certificates in DER, or a PKCS#7 or PKCS#12, from memory. Throws Error when these are
/// damaged.
void read_der(std::string_view bytes, const ReadOptions& options, CertificateBundle& bundle);

}  // namespace monitoring
