#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/x509.h>

#include <algorithm>
#include <new>

#include "common/text.hpp"
#include "common/x509/certificate.hpp"
#include "common/x509/openssl_ptr.hpp"

namespace monitoring {

/// A function in place of the macro OPENSSL_free.
static void free_text(unsigned char* text) { OPENSSL_free(text); }

/// What was printed to the memory of a BIO.
static std::string text_of(BIO& memory) {
    char* text = nullptr;
    const long size = BIO_get_mem_data(&memory, &text);
    return {text, static_cast<std::size_t>(size)};
}

/// The last common name, in UTF-8; empty when there is none.
static std::string common_name_of(const X509_NAME& name) {
    int last = -1;
    while (true) {
        const int next = X509_NAME_get_index_by_NID(&name, NID_commonName, last);
        if (next < 0) break;
        last = next;
    }
    if (last < 0) return {};
    const ASN1_STRING* const value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(&name, last));
    unsigned char* text = nullptr;
    const int size = ASN1_STRING_to_UTF8(&text, value);
    if (size < 0) return {};
    const OpensslPtr<unsigned char, free_text> owner(text);
    return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

std::string format_name(std::string_view name) {
    static constexpr std::size_t kLongest = 100;
    const auto* start = reinterpret_cast<const unsigned char*>(name.data());
    const OpensslPtr<X509_NAME, X509_NAME_free> parsed(
        d2i_X509_NAME(nullptr, &start, static_cast<long>(name.size())));
    if (!parsed) return "an unreadable subject";
    if (X509_NAME_entry_count(parsed.get()) == 0) return "an empty subject";
    const auto common_name = common_name_of(*parsed);
    if (!common_name.empty()) return "CN=" + shorten(printable(common_name), kLongest - 3);
    const OpensslPtr<BIO, BIO_free_all> memory(BIO_new(BIO_s_mem()));
    if (!memory) throw std::bad_alloc();
    X509_NAME_print_ex(memory.get(), parsed.get(), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    return shorten(printable(text_of(*memory)), kLongest);
}

std::string format_serial(std::string_view serial) {
    static constexpr std::size_t kLongest = 32;
    std::string magnitude(serial);
    const bool is_negative = (static_cast<unsigned char>(serial[0]) & 0x80U) != 0;
    if (is_negative) {
        // Two's complement: all bits turned, and one more.
        unsigned carry = 1;
        for (auto byte = magnitude.rbegin(); byte != magnitude.rend(); ++byte) {
            const unsigned sum = (~static_cast<unsigned>(*byte) & 0xFFU) + carry;
            *byte = static_cast<char>(sum & 0xFFU);
            carry = sum >> 8U;
        }
    }
    while (magnitude.size() > 1 && magnitude[0] == '\0') magnitude.erase(0, 1);
    std::string text = is_negative ? "-" : "";
    for (std::size_t i = 0; i < std::min(magnitude.size(), kLongest); ++i) {
        text +=
            fmt::format("{}{:02X}", i == 0 ? "" : ":", static_cast<unsigned char>(magnitude[i]));
    }
    return magnitude.size() > kLongest ? text + "\u2026" : text;
}

}  // namespace monitoring
