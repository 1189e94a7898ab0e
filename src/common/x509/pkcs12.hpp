#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// Whether the bytes begin like a PKCS#12 file (RFC 7292, 4): a SEQUENCE with the number 3 in
/// front.
[[nodiscard]] bool is_pkcs12(std::string_view bytes);

/// The certificates of a PKCS#12 file, in DER. Its private keys are not decrypted. Throws Error
/// with the reason when the password is wrong, or with what to do.
[[nodiscard]] std::vector<std::string> read_pkcs12(std::string_view bytes,
                                                   const std::string& password_file);

}  // namespace monitoring
