#include "common/x509/read_certificates.hpp"

#include <fmt/format.h>

#include "common/runtime/activity.hpp"
#include "common/text/error.hpp"
#include "common/x509/certificate_file.hpp"
#include "common/x509/der.hpp"
#include "common/x509/pem.hpp"
#include "common/x509/pkcs12.hpp"
#include "common/x509/pkcs7.hpp"

namespace monitoring {

/// What a PEM text without a certificate holds.
static std::string describe(const std::set<std::string>& labels) {
    if (labels.empty()) return "";
    bool has_only_keys = true;
    std::string names;
    for (const auto& label : labels) {
        has_only_keys = has_only_keys && label.ends_with("PRIVATE KEY");
        names += (names.empty() ? "" : ", ") + label;
    }
    return has_only_keys ? "only a private key" : "only " + names;
}

/// Adds a certificate, or those of a PKCS#7. Throws Error when it is damaged.
static void add_all(std::string_view der, const ReadOptions& options, CertificateBundle& bundle) {
    if (!is_pkcs7(der)) return bundle.certificates.push_back(parse_certificate(der));
    bundle.is_store = true;
    for (const auto& one : read_pkcs7(der)) {
        bundle.certificates.push_back(parse_certificate(one));
        if (options.is_first_only) return;
    }
}

/// Reads a PEM text, whose first bytes have been read, in pieces, so that a bundle of any size
/// takes no more memory than its certificates.
static void read_pem(int descriptor, SecretBytes& text, const ReadOptions& options,
                     CertificateBundle& bundle) {
    PemReader reader([&](std::string_view der) {
        add_all(der, options, bundle);
        return !options.is_first_only || bundle.certificates.empty();
    });
    std::size_t total = text.view().size();
    bool is_last = false;
    while (!is_last && !reader.is_done()) {
        text.remove_prefix(reader.read(text.view(), false));
        if (text.is_full()) text.grow(text.view().size() * 4);
        const auto count = text.read_more(descriptor, bundle.source);
        is_last = count == 0;
        total += count;
        if (total > kMaxCertificateFileSize) {
            throw Error(fmt::format("cannot read {}: larger than {} bytes", bundle.source,
                                    kMaxCertificateFileSize));
        }
    }
    if (!reader.is_done()) static_cast<void>(reader.read(text.view(), true));
    bundle.damages = reader.damages();
    bundle.content = total == 0 ? "it is empty" : describe(reader.labels());
}

/// Adds a certificate, or the damage to it.
static void add(std::string_view der, std::string_view place, CertificateBundle& bundle) {
    try {
        bundle.certificates.push_back(parse_certificate(der));
    } catch (const Error& error) {
        bundle.damages.push_back(fmt::format("{}: {}", place, error.what()));
    }
}

void read_der(std::string_view bytes, const ReadOptions& options, CertificateBundle& bundle) {
    if (is_pkcs12(bytes)) {
        bundle.is_store = true;
        for (const auto& der : read_pkcs12(bytes, options.password_file)) {
            add(der, "a certificate in it", bundle);
            if (options.is_first_only) break;
        }
        bundle.content = "only a PKCS#12 without any";
        return;
    }
    if (is_pkcs7(bytes)) {
        add_all(bytes, options, bundle);
        bundle.content = "only a PKCS#7 without any";
        return;
    }
    static constexpr auto kPlace = "the certificate in DER";
    while (is_der(bytes)) {
        const auto before = bytes;
        try {
            static_cast<void>(take_element(bytes));
        } catch (const Error& error) {
            bundle.damages.push_back(fmt::format("{}: {}", kPlace, error.what()));
            return;
        }
        add(before, kPlace, bundle);
        // A well-formed file may be a key or a request.
        if (bundle.certificates.empty()) {
            bundle.damages.clear();
            bundle.content = "only DER of another kind";
            return;
        }
        if (options.is_first_only) return;
    }
}

CertificateBundle read_certificates(const std::string& path, const ReadOptions& options) {
    const Activity activity("reading " + path);
    const UniqueFd file = open_regular_file(path, kMaxCertificateFileSize);
    CertificateBundle bundle;
    bundle.source = path;
    SecretBytes bytes(std::size_t{32} * 1024);
    bytes.read_more(file.get(), path);
    if (is_der(bytes.view())) {
        read_rest(file.get(), path, kMaxCertificateFileSize, bytes);
        try {
            read_der(bytes.view(), options, bundle);
        } catch (const Error& error) {
            throw Error(fmt::format("cannot read {}: {}", path, error.what()));
        }
    } else {
        read_pem(file.get(), bytes, options, bundle);
    }
    return bundle;
}

CertificateBundle read_certificates(const std::string& source,
                                    const std::vector<std::string>& certificates,
                                    const std::vector<std::string>& unused,
                                    const ReadOptions& options) {
    CertificateBundle bundle;
    bundle.source = source;
    static constexpr auto kPlace = "a certificate that it sends";
    for (const auto& der : certificates) {
        add(der, kPlace, bundle);
        if (options.is_first_only) return bundle;
    }
    CertificateBundle rest;
    for (const auto& der : unused) add(der, kPlace, rest);
    bundle.unused = std::move(rest.certificates);
    return bundle;
}

}  // namespace monitoring
