#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// Whether the bytes start like a PKCS#12 file (RFC 7292, 4): a SEQUENCE that starts with
/// version 3.
[[nodiscard]] bool is_pkcs12(std::string_view bytes);

/// The certificates of a PKCS#12 file, in DER. Its private keys are not decrypted. Throws Error,
/// such as for a wrong password, with what to do about it.
[[nodiscard]] std::vector<std::string> read_pkcs12(std::string_view bytes,
                                                   const std::string& password_file);

}  // namespace monitoring
