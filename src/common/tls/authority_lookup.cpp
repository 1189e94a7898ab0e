#include "common/tls/authority_lookup.hpp"

#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <memory>
#include <utility>

#include "common/text/error.hpp"
#include "common/tls/tls_error.hpp"
#include "common/x509/certificate.hpp"
#include "common/x509/openssl_ptr.hpp"

namespace monitoring {

namespace {

/// A certificate in DER, with its subject for comparisons as RFC 5280, 7.1, wants them.
struct Authority {
    OpensslPtr<X509_NAME, X509_NAME_free> subject;
    std::string der;
};
using Authorities = std::vector<Authority>;

}  // namespace

static OpensslPtr<X509_NAME, X509_NAME_free> parse_name(const std::string& der) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    return OpensslPtr<X509_NAME, X509_NAME_free>(
        d2i_X509_NAME(nullptr, &bytes, static_cast<long>(der.size())));
}

static OpensslPtr<X509, X509_free> parse(const std::string& der) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    // A TRUSTED CERTIFICATE has more behind it: what it is trusted for.
    return OpensslPtr<X509, X509_free>(
        d2i_X509_AUX(nullptr, &bytes, static_cast<long>(der.size())));
}

/// The callback of X509_LOOKUP_meth_set_get_by_subject(3): adds all certificates of a subject to
/// the store, and gives one of them.
static int find_by_subject(X509_LOOKUP* lookup, X509_LOOKUP_TYPE type, const X509_NAME* name,
                           X509_OBJECT* found) {
    if (type != X509_LU_X509) return 0;
    const auto& all = *static_cast<const Authorities*>(X509_LOOKUP_get_method_data(lookup));
    bool has_one = false;
    for (const Authority& authority : all) {
        if (X509_NAME_cmp(authority.subject.get(), name) != 0) continue;
        const auto certificate = parse(authority.der);
        if (!certificate ||
            X509_STORE_add_cert(X509_LOOKUP_get_store(lookup), certificate.get()) != 1) {
            continue;
        }
        if (has_one || X509_OBJECT_set1_X509(found, certificate.get()) != 1) continue;
        // The caller takes a reference of its own; the store keeps the certificate alive.
        X509_free(certificate.get());
        has_one = true;
    }
    return has_one ? 1 : 0;
}

/// The callback of X509_LOOKUP_meth_set_free(3).
static void free_authorities(X509_LOOKUP* lookup) {
    const std::unique_ptr<Authorities> owner(
        static_cast<Authorities*>(X509_LOOKUP_get_method_data(lookup)));
}

static X509_LOOKUP_METHOD* lookup_method() {
    static const OpensslPtr<X509_LOOKUP_METHOD, X509_LOOKUP_meth_free> method = [] {
        OpensslPtr<X509_LOOKUP_METHOD, X509_LOOKUP_meth_free> made(
            X509_LOOKUP_meth_new("certificates of authorities"));
        if (!made || X509_LOOKUP_meth_set_get_by_subject(made.get(), find_by_subject) != 1 ||
            X509_LOOKUP_meth_set_free(made.get(), free_authorities) != 1) {
            throw setup_error();
        }
        return made;
    }();
    return method.get();
}

bool add_authorities(X509_STORE* store, std::vector<std::string> certificates) {
    auto authorities = std::make_unique<Authorities>();
    authorities->reserve(certificates.size());
    for (auto& der : certificates) {
        try {
            auto subject = parse_name(parse_certificate(der).subject);
            if (subject) authorities->push_back({std::move(subject), std::move(der)});
        } catch (const Error&) {
            // One damaged certificate does not make the others worthless.
        }
    }
    if (authorities->empty()) return false;
    X509_LOOKUP* const lookup = X509_STORE_add_lookup(store, lookup_method());
    if (lookup == nullptr || X509_LOOKUP_set_method_data(lookup, authorities.get()) != 1) {
        throw setup_error();
    }
    static_cast<void>(authorities.release());
    return true;
}

}  // namespace monitoring
