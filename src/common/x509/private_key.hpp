#pragma once

#include <string>
#include <string_view>

namespace monitoring {

/// The public half of the private key in a file, PEM or DER, as a SubjectPublicKeyInfo in DER.
/// `password_file` is for a key that is encrypted. Throws Error when there is no such key.
[[nodiscard]] std::string read_public_half(const std::string& path,
                                           const std::string& password_file);

/// Whether two SubjectPublicKeyInfo are the same key, however they are written down.
[[nodiscard]] bool is_same_key(std::string_view a, std::string_view b);

}  // namespace monitoring
