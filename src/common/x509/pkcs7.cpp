#include "common/x509/pkcs7.hpp"

#include <openssl/cms.h>
#include <openssl/pkcs7.h>

#include "common/text/error.hpp"
#include "common/x509/der.hpp"
#include "common/x509/openssl_ptr.hpp"
#include "common/x509/to_der.hpp"

namespace monitoring {

static void free_certificates(STACK_OF(X509) * certificates) {
    sk_X509_pop_free(certificates, X509_free);
}

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

std::vector<std::string> read_pkcs7(std::string_view bytes) {
    static constexpr std::string_view kSigned = "\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
    if (kind_of(bytes) != kSigned) return {};
    const auto* const start = reinterpret_cast<const unsigned char*>(bytes.data());
    const auto* position = start;
    const auto size = static_cast<long>(bytes.size());
    const OpensslPtr<PKCS7, PKCS7_free> old(d2i_PKCS7(nullptr, &position, size));
    if (old && old->d.sign != nullptr) return to_der(old->d.sign->cert);
    // CMS, the successor, allows signer identifiers and contents that PKCS7 cannot parse.
    position = start;
    const OpensslPtr<CMS_ContentInfo, CMS_ContentInfo_free> cms(
        d2i_CMS_ContentInfo(nullptr, &position, size));
    if (!cms) throw Error("it is cut short or damaged");
    const OpensslPtr<STACK_OF(X509), free_certificates> certificates(CMS_get1_certs(cms.get()));
    return to_der(certificates.get());
}

}  // namespace monitoring
