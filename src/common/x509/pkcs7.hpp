#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// Whether the bytes begin like a PKCS#7, or CMS (RFC 5652, 3): a SEQUENCE with the name of one of
/// their kinds of content in front.
[[nodiscard]] bool is_pkcs7(std::string_view bytes);

/// The certificates of a PKCS#7 in DER or BER, each in DER: those beside what it signs, which may
/// be nothing. One that is encrypted has none. Throws Error when it is damaged.
[[nodiscard]] std::vector<std::string> read_pkcs7(std::string_view bytes);

}  // namespace monitoring
