#include "common/tls/tls_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <openssl/opensslv.h>

#include <string>

#include "common/error.hpp"

namespace monitoring {

static Error missing(std::string_view library) {
    const char* const reason = dlerror();
    return Error(
        fmt::format("cannot load {}: install OpenSSL's libssl, which asking a server "
                    "needs ({})",
                    library, reason == nullptr ? "unknown reason" : reason));
}

static void* load_library() {
    // The release that belongs to the libcrypto which the program is linked with.
    const auto name = fmt::format("libssl.so.{}", OPENSSL_SHLIB_VERSION);
    void* const library = dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw missing(name);
    return library;
}

void* find_tls_function(const char* name) {
    static void* const library = load_library();
    void* const function = dlsym(library, name);
    if (function == nullptr) throw missing(name);
    return function;
}

}  // namespace monitoring
