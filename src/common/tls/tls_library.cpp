#include "common/tls/tls_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <openssl/opensslv.h>

#include <string>

#include "common/text/error.hpp"

namespace monitoring {

/// Of the same release as the libcrypto that the program is linked with.
static std::string library_name() { return fmt::format("libssl.so.{}", OPENSSL_SHLIB_VERSION); }

static Error loading_error() {
    const char* const reason = dlerror();
    return Error(fmt::format(
        "cannot load {}, which asking a server needs; is the package libssl{} "
        "installed? ({})",
        library_name(), OPENSSL_SHLIB_VERSION, reason == nullptr ? "unknown reason" : reason));
}

static void* load_library() {
    void* const library = dlopen(library_name().c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) throw loading_error();
    return library;
}

void* find_tls_function(const char* name) {
    static void* const library = load_library();
    void* const function = dlsym(library, name);
    if (function == nullptr) throw loading_error();
    return function;
}

}  // namespace monitoring
