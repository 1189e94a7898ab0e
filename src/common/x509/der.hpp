#pragma once

#include <string_view>

namespace monitoring {

/// The types of elements that a certificate is made of (X.690, 8.1.2): class and tag in one.
enum class DerType {
    other = -1,
    boolean = 1,
    integer = 2,
    bit_string = 3,
    octet_string = 4,
    object_identifier = 6,
    utf8_string = 12,
    sequence = 16,
    set = 17,
    t61_string = 20,
    utc_time = 23,
    generalized_time = 24,
    universal_string = 28,
    bmp_string = 30,
    context_0 = 0x80,  ///< [0], as the version of a certificate has it
    context_2 = 0x82,  ///< [2], as a DNS name has it
    context_3 = 0x83,  ///< [3], as the extensions of a certificate have it
    context_7 = 0x87,  ///< [7], as an address has it
};

/// One element: its type, what is in it, and all its bytes.
struct DerElement {
    DerType type = DerType::other;
    std::string_view content;
    std::string_view whole;
};

/// Removes the first element from the bytes; it is a view of them. Throws Error when they do not
/// start with a whole element of definite length.
[[nodiscard]] DerElement take_element(std::string_view& bytes);

/// The same for an element of that type; throws Error for another one.
[[nodiscard]] DerElement take_element(std::string_view& bytes, DerType type);

/// The same for an element of BER, whose length may be indefinite (X.690, 8.1.3.6), as may those of
/// the elements in it, to a certain depth.
[[nodiscard]] DerElement take_ber_element(std::string_view& bytes);

/// What follows the header of a SEQUENCE, whose length may be BER or indefinite; empty when the
/// bytes start with anything else.
[[nodiscard]] std::string_view inside_sequence(std::string_view bytes);

/// Whether a file that starts with these bytes is DER or BER and not text: a SEQUENCE of more than
/// 127 bytes, as every certificate and PKCS#12 is.
[[nodiscard]] bool is_der(std::string_view bytes);

}  // namespace monitoring
