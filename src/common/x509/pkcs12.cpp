#include "common/x509/pkcs12.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

#include <cstring>
#include <optional>

#include "common/text/error.hpp"
#include "common/x509/certificate_file.hpp"
#include "common/x509/der.hpp"
#include "common/x509/openssl_ptr.hpp"
#include "common/x509/openssl_setup.hpp"
#include "common/x509/to_der.hpp"

namespace monitoring {

static void free_safes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }
static void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

using Safes = OpensslPtr<STACK_OF(PKCS7), free_safes>;
using Bags = OpensslPtr<STACK_OF(PKCS12_SAFEBAG), free_bags>;
using Found = std::optional<std::vector<std::string>>;

bool is_pkcs12(std::string_view bytes) {
    return inside_sequence(bytes).starts_with("\x02\x01\x03");
}

static bool is_encrypted(const PKCS7* safe) {
    return OBJ_obj2nid(safe->type) == NID_pkcs7_encrypted;
}

/// Adds the certificates of these bags; false when one is damaged. Bags with keys are skipped.
static bool collect(const STACK_OF(PKCS12_SAFEBAG) * bags, std::vector<std::string>& found) {
    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); ++i) {
        const PKCS12_SAFEBAG* const bag = sk_PKCS12_SAFEBAG_value(bags, i);
        const int kind = PKCS12_SAFEBAG_get_nid(bag);
        if (kind == NID_safeContentsBag) {
            if (!collect(PKCS12_SAFEBAG_get0_safes(bag), found)) return false;
        } else if (kind == NID_certBag && PKCS12_SAFEBAG_get_bag_nid(bag) == NID_x509Certificate) {
            const OpensslPtr<X509, X509_free> certificate(PKCS12_SAFEBAG_get1_cert(bag));
            if (!certificate) return false;
            found.push_back(to_der(*certificate));
        }
    }
    return true;
}

/// The certificates of all safes; empty when one cannot be decrypted or read, with the reason in
/// OpenSSL's error queue.
static Found open_safes(const STACK_OF(PKCS7) * safes, const char* password) {
    const int length = password == nullptr ? 0 : static_cast<int>(std::strlen(password));
    std::vector<std::string> found;
    for (int i = 0; i < sk_PKCS7_num(safes); ++i) {
        PKCS7* const safe = sk_PKCS7_value(safes, i);
        const bool is_open = OBJ_obj2nid(safe->type) == NID_pkcs7_data;
        if (!is_open && !is_encrypted(safe)) continue;
        const Bags bags(is_open ? PKCS12_unpack_p7data(safe)
                                : PKCS12_unpack_p7encdata(safe, password, length));
        if (!bags || !collect(bags.get(), found)) return {};
    }
    return found;
}

/// The certificates of the file; empty when it is damaged or the password is wrong. The MAC
/// verifies the password; without a MAC a wrong one shows only by garbage in the decrypted safes.
static Found parse(PKCS12& file, const STACK_OF(PKCS7) * safes, const char* password,
                   bool& is_password_wrong) {
    ERR_clear_error();
    const auto open = [&](const char* candidate) -> Found {
        const bool has_mac = PKCS12_mac_present(&file) == 1;
        const bool is_right = !has_mac || PKCS12_verify_mac(&file, candidate, -1) == 1;
        auto found = is_right ? open_safes(safes, candidate) : Found();
        is_password_wrong = !found && (!has_mac || !is_right);
        return found;
    };
    // An empty password may be encoded as an empty one or as none.
    if (*password == '\0') {
        if (auto found = open(nullptr)) return found;
    }
    return open(password);
}

static bool is_unsupported(unsigned long error) {
    return ERR_GET_REASON(error) == ERR_R_UNSUPPORTED ||
           (ERR_GET_LIB(error) == ERR_LIB_EVP &&
            (ERR_GET_REASON(error) == EVP_R_UNSUPPORTED_ALGORITHM ||
             ERR_GET_REASON(error) == EVP_R_UNKNOWN_CIPHER));
}

/// Why the file could not be read.
static Error failure(bool is_password_wrong, const std::string& password_file) {
    const unsigned long first = ERR_peek_error();
    const unsigned long last = ERR_peek_last_error();
    if (is_unsupported(first) || is_unsupported(last)) {
        return Error(
            "it is encrypted in a way that OpenSSL does not know here; export it again "
            "with a new algorithm (openssl pkcs12 -export)");
    }
    if (is_password_wrong) {
        return Error(password_file.empty()
                         ? "it wants a password; name a file that holds it with --password-file"
                         : "the password in " + password_file + " is wrong");
    }
    return Error("it is cut short or damaged");
}

std::vector<std::string> read_pkcs12(std::string_view bytes, const std::string& password_file) {
    set_up_openssl();
    const auto* start = reinterpret_cast<const unsigned char*>(bytes.data());
    const OpensslPtr<PKCS12, PKCS12_free> file(
        d2i_PKCS12(nullptr, &start, static_cast<long>(bytes.size())));
    const Safes safes(file ? PKCS12_unpack_authsafes(file.get()) : nullptr);
    if (!safes) throw Error("it is cut short or damaged");
    bool is_locked = PKCS12_mac_present(file.get()) == 1;
    for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
        is_locked = is_locked || is_encrypted(sk_PKCS7_value(safes.get(), i));
    }
    SecretBytes password =
        is_locked && !password_file.empty() ? read_password_file(password_file) : SecretBytes(1);
    password.terminate();

    bool is_password_wrong = false;
    Found found = parse(*file, safes.get(), password.view().data(), is_password_wrong);
    if (!found && is_unsupported(ERR_peek_error())) {
        // RC2, the default of older Windows, is only in OpenSSL's legacy provider.
        const OpensslPtr<OSSL_PROVIDER, OSSL_PROVIDER_unload> legacy(
            OSSL_PROVIDER_try_load(nullptr, "legacy", 1));
        found = parse(*file, safes.get(), password.view().data(), is_password_wrong);
    }
    if (!found) throw failure(is_password_wrong, password_file);
    return *found;
}

}  // namespace monitoring
