#include "common/x509/pkcs12.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

#include <new>

#include "common/error.hpp"
#include "common/x509/certificate_file.hpp"
#include "common/x509/openssl_ptr.hpp"

namespace monitoring {

static void free_certificates(STACK_OF(X509) * certificates) {
    sk_X509_pop_free(certificates, X509_free);
}
static void free_der(unsigned char* der) { OPENSSL_free(der); }

using Certificates = OpensslPtr<STACK_OF(X509), free_certificates>;

bool is_pkcs12(std::string_view bytes) {
    // BER may leave the length open, which our own reader of DER does not take.
    const auto* content = reinterpret_cast<const unsigned char*>(bytes.data());
    long length = 0;
    int tag = 0;
    int tag_class = 0;
    const int flags =
        ASN1_get_object(&content, &length, &tag, &tag_class, static_cast<long>(bytes.size()));
    if ((flags & V_ASN1_CONSTRUCTED) == 0 || tag != V_ASN1_SEQUENCE) return false;
    bytes.remove_prefix(
        static_cast<std::size_t>(content - reinterpret_cast<const unsigned char*>(bytes.data())));
    return bytes.starts_with("\x02\x01\x03");
}

/// Takes the file apart; empty when that fails, with the reason in OpenSSL's queue of errors.
static Certificates parse(PKCS12& file, const char* password) {
    STACK_OF(X509)* found = nullptr;
    ERR_clear_error();
    // No pointer for the key: it is passed over.
    if (PKCS12_parse(&file, password, nullptr, nullptr, &found) != 1) return {};
    return Certificates(found == nullptr ? sk_X509_new_null() : found);
}

static bool is_unsupported(unsigned long error) {
    return ERR_GET_REASON(error) == ERR_R_UNSUPPORTED ||
           (ERR_GET_LIB(error) == ERR_LIB_EVP &&
            (ERR_GET_REASON(error) == EVP_R_UNSUPPORTED_ALGORITHM ||
             ERR_GET_REASON(error) == EVP_R_UNKNOWN_CIPHER));
}

/// Why it could not be taken apart.
static Error failure(const std::string& password_file) {
    const unsigned long first = ERR_peek_error();
    const unsigned long last = ERR_peek_last_error();
    if (is_unsupported(first) || is_unsupported(last)) {
        return Error(
            "it is encrypted in a way that OpenSSL does not know here; export it again "
            "with a new algorithm (openssl pkcs12 -export)");
    }
    if (ERR_GET_LIB(last) == ERR_LIB_PKCS12 &&
        ERR_GET_REASON(last) == PKCS12_R_MAC_VERIFY_FAILURE) {
        return Error(password_file.empty()
                         ? "it wants a password; name a file that holds it with --password-file"
                         : "the password in " + password_file + " is wrong");
    }
    return Error("it is cut short or damaged");
}

static std::string der_of(X509& certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(&certificate, &der);
    if (size < 0) throw std::bad_alloc();
    const OpensslPtr<unsigned char, free_der> owner(der);
    return {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)};
}

std::vector<std::string> read_pkcs12(std::string_view bytes, const std::string& password_file) {
    const auto* start = reinterpret_cast<const unsigned char*>(bytes.data());
    const OpensslPtr<PKCS12, PKCS12_free> file(
        d2i_PKCS12(nullptr, &start, static_cast<long>(bytes.size())));
    if (!file) throw Error("it is cut short or damaged");
    SecretBytes password =
        password_file.empty() ? SecretBytes(1) : read_password_file(password_file);
    password.terminate();

    Certificates found = parse(*file, password.view().data());
    if (!found && is_unsupported(ERR_peek_error())) {
        // RC2, as Windows long used it: only the provider of old algorithms knows it.
        const OpensslPtr<OSSL_PROVIDER, OSSL_PROVIDER_unload> legacy(
            OSSL_PROVIDER_try_load(nullptr, "legacy", 1));
        found = parse(*file, password.view().data());
    }
    if (!found) throw failure(password_file);
    std::vector<std::string> certificates;
    for (int i = 0; i < sk_X509_num(found.get()); ++i) {
        certificates.push_back(der_of(*sk_X509_value(found.get(), i)));
    }
    return certificates;
}

}  // namespace monitoring
