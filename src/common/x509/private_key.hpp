#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// The public key of the private key in a file, PEM or DER, as a SubjectPublicKeyInfo in DER.
/// `password_file` is for an encrypted key. Throws Error when there is no such key.
[[nodiscard]] std::string read_public_key(const std::string& path,
                                          const std::string& password_file);

/// Whether two SubjectPublicKeyInfo are the same key, in whichever encoding.
[[nodiscard]] bool is_same_key(std::string_view a, std::string_view b);

}  // namespace monitoring
