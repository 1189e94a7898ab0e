#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// Whether the bytes start like a PKCS#7, or CMS (RFC 5652, 3): a SEQUENCE that starts with the
/// OBJECT IDENTIFIER of a content type.
[[nodiscard]] bool is_pkcs7(std::string_view bytes);

/// The certificates of a PKCS#7 in DER or BER, each in DER. An encrypted one has none. Throws Error
/// when it is damaged.
[[nodiscard]] std::vector<std::string> read_pkcs7(std::string_view bytes);

}  // namespace monitoring
