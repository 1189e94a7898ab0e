#include "common/x509/openssl_setup.hpp"

#include <openssl/crypto.h>

namespace monitoring {

void set_up_openssl() {
    // Nor is memory to be tidied up by a process that ends.
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, nullptr);
}

std::string openssl_version() {
    return std::string("OpenSSL ") + OpenSSL_version(OPENSSL_VERSION_STRING);
}

}  // namespace monitoring
