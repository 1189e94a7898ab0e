#include "common/x509/to_der.hpp"

#include <openssl/x509.h>

#include <algorithm>
#include <new>

#include "common/x509/openssl_ptr.hpp"

namespace monitoring {

static void free_der(unsigned char* der) { OPENSSL_free(der); }

std::string to_der(X509& certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(&certificate, &der);
    if (size < 0) throw std::bad_alloc();
    const OpensslPtr<unsigned char, free_der> owner(der);
    return {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)};
}

std::vector<std::string> to_der(const STACK_OF(X509) * certificates) {
    static constexpr int kMaxCount = 1000;
    std::vector<std::string> all;
    const int count = certificates == nullptr ? 0 : std::min(sk_X509_num(certificates), kMaxCount);
    for (int i = 0; i < count; ++i) all.push_back(to_der(*sk_X509_value(certificates, i)));
    return all;
}

}  // namespace monitoring
