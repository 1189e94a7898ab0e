#include <openssl/evp.h>

#include <new>

#include "common/x509/openssl_ptr.hpp"
#include "common/x509/pem.hpp"

namespace monitoring {

std::string decode_base64(std::string_view text) {
    const OpensslPtr<EVP_ENCODE_CTX, EVP_ENCODE_CTX_free> context(EVP_ENCODE_CTX_new());
    if (!context) throw std::bad_alloc();
    EVP_DecodeInit(context.get());
    // Three bytes for four characters, and what the last characters may need.
    std::string bytes(text.size() / 4 * 3 + 6, '\0');
    auto* const out = reinterpret_cast<unsigned char*>(bytes.data());
    int size = 0;
    int rest = 0;
    if (EVP_DecodeUpdate(context.get(), out, &size,
                         reinterpret_cast<const unsigned char*>(text.data()),
                         static_cast<int>(text.size())) < 0 ||
        EVP_DecodeFinal(context.get(), out + size, &rest) < 0) {
        return {};
    }
    bytes.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
    return bytes;
}

}  // namespace monitoring
