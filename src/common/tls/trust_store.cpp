#include "common/tls/trust_store.hpp"

#include <fmt/format.h>
#include <openssl/x509_vfy.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <optional>

#include "common/runtime/activity.hpp"
#include "common/runtime/file.hpp"
#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "common/tls/authority_lookup.hpp"
#include "common/tls/tls_error.hpp"
#include "common/x509/pem.hpp"
#include "common/x509/read_certificates.hpp"

namespace monitoring {

/// Where distributions keep the certificates of authorities, as crypto/x509 of Go knows them.
static constexpr std::array kFiles = {
    "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Arch, Alpine
    "/etc/pki/tls/certs/ca-bundle.crt",                   // Fedora, RHEL, Amazon Linux
    "/etc/ssl/ca-bundle.pem",                             // openSUSE
    "/etc/pki/tls/cacert.pem",                            // OpenELEC
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // RHEL 7 and newer
    "/etc/ssl/cert.pem",                                  // Alpine
};
static constexpr std::array kDirectories = {"/etc/ssl/certs", "/etc/pki/tls/certs"};

std::vector<std::string> parse_authorities(std::string_view text) {
    std::vector<std::string> authorities;
    PemReader reader([&authorities](std::string_view der) {
        authorities.emplace_back(der);
        return true;
    });
    static_cast<void>(reader.read(text, true));
    return authorities;
}

/// Trusts what a file holds. Returns whether there is such a file.
static bool trust_file(X509_STORE* store, const std::string& path) {
    const Activity activity("reading " + path);
    const auto text = read_file_if_exists(path, kMaxCertificateFileSize);
    if (!text) return false;
    if (!add_authorities(store, parse_authorities(*text))) {
        throw Error(fmt::format("no certificate in {}", path));
    }
    return true;
}

/// Trusts what a directory holds under names by hash, as `openssl rehash` gives them; libcrypto
/// opens those that it needs. Returns whether there is such a directory.
static bool trust_directory(X509_STORE* store, const std::string& path) {
    const Activity activity("looking for " + path);
    struct stat status {};
    if (stat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) return false;
    if (X509_STORE_load_path(store, path.c_str()) != 1) throw setup_error();
    return true;
}

/// The value of a variable; empty where it is not set.
static std::string_view variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string_view() : value;
}

static void trust_named(X509_STORE* store, std::string_view file, std::string_view directories) {
    try {
        if (!file.empty() && !trust_file(store, std::string(file))) {
            throw Error(fmt::format("cannot open {}: No such file or directory", file));
        }
    } catch (const Error& error) {
        throw Error(fmt::format("{} (named by SSL_CERT_FILE)", error.what()));
    }
    if (directories.empty()) return;
    std::size_t count = 0;
    for (const auto path : split(directories, ':')) {
        if (!path.empty() && trust_directory(store, std::string(path))) ++count;
    }
    if (count == 0) throw Error(fmt::format("SSL_CERT_DIR names no directory: {}", directories));
}

void trust_authorities(X509_STORE* store) {
    const auto file = variable("SSL_CERT_FILE");
    const auto directories = variable("SSL_CERT_DIR");
    if (!file.empty() || !directories.empty()) return trust_named(store, file, directories);
    const auto has_file = [store](const char* path) { return trust_file(store, path); };
    const auto has_directory = [store](const char* path) { return trust_directory(store, path); };
    if (std::any_of(kFiles.begin(), kFiles.end(), has_file) ||
        std::any_of(kDirectories.begin(), kDirectories.end(), has_directory)) {
        return;
    }
    throw Error(
        fmt::format("there are no certificates of authorities: no file {}, no directory {}; "
                    "install ca-certificates, or name a file with SSL_CERT_FILE",
                    join(kFiles, ", "), join(kDirectories, ", ")));
}

}  // namespace monitoring
