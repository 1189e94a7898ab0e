#include "common/x509/pkcs7.hpp"

#include <openssl/x509.h>

#include "common/text/error.hpp"
#include "common/x509/der.hpp"
#include "common/x509/openssl_ptr.hpp"
#include "common/x509/to_der.hpp"

namespace monitoring {

/// The OBJECT IDENTIFIER of the content type; empty without one.
static std::string_view kind_of(std::string_view bytes) {
    auto content = inside_sequence(bytes);
    if (content.size() < 2 || content[0] != '\x06') return {};
    try {
        return take_element(content, DerType::object_identifier).content;
    } catch (const Error&) {
        return {};
    }
}

bool is_pkcs7(std::string_view bytes) {
    static constexpr std::string_view kPkcs7 = "\x2A\x86\x48\x86\xF7\x0D\x01\x07";
    static constexpr std::string_view kSmime = "\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01";
    const auto kind = kind_of(bytes);
    return kind.starts_with(kPkcs7) || kind.starts_with(kSmime);
}

/// What stands in the element, which has to be of that type.
static std::string_view take_content(std::string_view& bytes, DerType type) {
    const DerElement element = take_ber_element(bytes);
    if (element.type != type) throw Error("it is not made like a PKCS#7");
    return element.content;
}

/// The same bytes in DER.
static std::string as_der(std::string_view certificate) {
    const auto* start = reinterpret_cast<const unsigned char*>(certificate.data());
    const OpensslPtr<X509, X509_free> parsed(
        d2i_X509(nullptr, &start, static_cast<long>(certificate.size())));
    if (!parsed) throw Error("a certificate in it is damaged");
    return to_der(*parsed);
}

// Not by libcrypto: its PKCS7 cannot parse the signer identifiers and contents of CMS, its
// successor, and a libcrypto may be without CMS.
std::vector<std::string> read_pkcs7(std::string_view bytes) {
    static constexpr std::string_view kSigned = "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
    static constexpr std::size_t kMaxCount = 1000;
    if (kind_of(bytes) != kSigned) return {};
    auto info = take_content(bytes, DerType::sequence);
    static_cast<void>(take_content(info, DerType::object_identifier));
    auto content = take_content(info, DerType::context_0);
    auto fields = take_content(content, DerType::sequence);
    static_cast<void>(take_content(fields, DerType::integer));
    static_cast<void>(take_content(fields, DerType::set));
    static_cast<void>(take_content(fields, DerType::sequence));
    std::vector<std::string> found;
    if (fields.empty()) return found;
    const auto choices = take_ber_element(fields);
    auto rest = choices.type == DerType::context_0 ? choices.content : std::string_view();
    while (!rest.empty() && found.size() < kMaxCount) {
        const auto choice = take_ber_element(rest);
        // Certificates of attributes and of other formats have tags.
        if (choice.type == DerType::sequence) found.push_back(as_der(choice.whole));
    }
    return found;
}

}  // namespace monitoring
