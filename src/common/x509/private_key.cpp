#include "common/x509/private_key.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <optional>

#include "common/text/error.hpp"
#include "common/x509/certificate_file.hpp"
#include "common/x509/openssl_ptr.hpp"
#include "common/x509/openssl_setup.hpp"
#include "common/x509/pkcs12.hpp"

namespace monitoring {

using Key = OpensslPtr<EVP_PKEY, EVP_PKEY_free>;

static void free_der(unsigned char* der) { OPENSSL_free(der); }

namespace {

/// The state of OpenSSL's password callback.
struct PasswordRequest {
    std::string_view password;
    bool was_asked = false;
};

}  // namespace

/// Supplies the password, so that OpenSSL does not ask for it on the terminal.
static int give_password(char* buffer, int size, int /*is_writing*/, void* user) {
    auto& request = *static_cast<PasswordRequest*>(user);
    request.was_asked = true;
    const auto length = std::min(request.password.size(), static_cast<std::size_t>(size));
    request.password.copy(buffer, length);
    return length == 0 ? -1 : static_cast<int>(length);
}

static Key parse_key(std::string_view bytes, PasswordRequest& request) {
    const OpensslPtr<BIO, BIO_free_all> memory(
        BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    if (!memory) throw std::bad_alloc();
    if (bytes.find("-----BEGIN ") != std::string_view::npos) {
        return Key(PEM_read_bio_PrivateKey(memory.get(), nullptr, give_password, &request));
    }
    if (Key key{d2i_PrivateKey_bio(memory.get(), nullptr)}) return key;
    BIO_reset(memory.get());
    return Key(d2i_PKCS8PrivateKey_bio(memory.get(), nullptr, give_password, &request));
}

std::string read_public_key(const std::string& path, const std::string& password_file) {
    static constexpr std::size_t kMaxSize = 1U << 20U;
    const SecretBytes bytes = read_secret_file(path, kMaxSize);
    std::optional<SecretBytes> password;
    if (!password_file.empty()) password = read_password_file(password_file);
    PasswordRequest request{password ? password->view() : std::string_view()};
    set_up_openssl();
    const Key key = parse_key(bytes.view(), request);
    if (!key && is_pkcs12(bytes.view())) {
        throw Error(
            fmt::format("cannot read the private key in {}: it is PKCS#12, in place of "
                        "PEM or DER (openssl pkcs12 -nocerts)",
                        path));
    }
    if (!key && !request.was_asked) throw Error(fmt::format("no private key in {}", path));
    if (!key && !password) {
        throw Error(
            fmt::format("the private key in {} is encrypted; name a file with its password "
                        "with --password-file",
                        path));
    }
    if (!key) {
        throw Error(fmt::format("cannot decrypt the private key in {} with the password in {}",
                                path, password_file));
    }
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(key.get(), &der);
    if (size < 0) throw Error(fmt::format("the private key in {} has no public half", path));
    const OpensslPtr<unsigned char, free_der> owner(der);
    return {reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)};
}

static Key parse_public_key(std::string_view der) {
    const auto* start = reinterpret_cast<const unsigned char*>(der.data());
    return Key(d2i_PUBKEY(nullptr, &start, static_cast<long>(der.size())));
}

bool is_same_key(std::string_view a, std::string_view b) {
    if (a == b) return true;
    set_up_openssl();
    const Key first = parse_public_key(a);
    const Key second = parse_public_key(b);
    return first && second && EVP_PKEY_eq(first.get(), second.get()) == 1;
}

}  // namespace monitoring
