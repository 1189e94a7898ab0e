#include "common/tls/verify_chain.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>

#include "common/net/network_address.hpp"
#include "common/text/error.hpp"
#include "common/tls/trust_store.hpp"
#include "common/x509/openssl_setup.hpp"
#include "common/x509/to_der.hpp"

namespace monitoring {

namespace {

struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(STACK_OF(X509) * chain) const { sk_X509_pop_free(chain, X509_free); }
    void operator()(X509_STORE* store) const { X509_STORE_free(store); }
    void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
};
template <typename Object>
using Owned = std::unique_ptr<Object, Free>;

/// Keys and digests below 112 bits are refused, as Debian's programs do: RSA with 1024 bits, SHA-1.
constexpr int kSecurityLevel = 2;

}  // namespace

static Owned<X509> parse_certificate(const std::string& der) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    return Owned<X509>(d2i_X509(nullptr, &bytes, static_cast<long>(der.size())));
}

static Error library_error() {
    const char* const reason = ERR_reason_error_string(ERR_get_error());
    return Error(std::string("cannot verify the certificate: ") +
                 (reason == nullptr ? "out of memory" : reason));
}

/// Sets the name or address to verify. A scope has a meaning on this machine only.
static void expect_name(X509_VERIFY_PARAM* parameters, const std::string& server_name) {
    const auto address = parse_ip_address(server_name);
    const auto plain = server_name.substr(0, server_name.find('%'));
    X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    const int is_set =
        address ? X509_VERIFY_PARAM_set1_ip_asc(parameters, plain.c_str())
                : X509_VERIFY_PARAM_set1_host(parameters, server_name.data(), server_name.size());
    if (is_set != 1) throw library_error();
}

ChainVerification verify_chain(const std::vector<std::string>& certificates,
                               const std::string& server_name) {
    // OpenSSL would not verify an empty name at all.
    if (server_name.empty()) throw Error("cannot verify the certificate: the server has no name");
    set_up_openssl();
    const Owned<X509_STORE> store(X509_STORE_new());
    const Owned<X509_STORE_CTX> context(X509_STORE_CTX_new());
    const Owned<STACK_OF(X509)> chain(sk_X509_new_null());
    if (!store || !context || !chain) throw library_error();
    try {
        trust_authorities(store.get());
    } catch (const Error& error) {
        throw Error(std::string("cannot verify the certificate: ") + error.what());
    }
    for (const std::string& der : certificates) {
        Owned<X509> certificate = parse_certificate(der);
        if (!certificate || sk_X509_push(chain.get(), certificate.get()) == 0) {
            throw library_error();
        }
        static_cast<void>(certificate.release());
    }
    X509* const own = sk_X509_value(chain.get(), 0);
    if (X509_STORE_CTX_init(context.get(), store.get(), own, chain.get()) != 1 ||
        X509_STORE_CTX_set_default(context.get(), "ssl_server") != 1) {
        throw library_error();
    }
    X509_VERIFY_PARAM* const parameters = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_auth_level(parameters, kSecurityLevel);
    expect_name(parameters, server_name);
    if (X509_verify_cert(context.get()) == 1) {
        return {"", to_der(X509_STORE_CTX_get0_chain(context.get()))};
    }
    return {X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())), {}};
}

}  // namespace monitoring
