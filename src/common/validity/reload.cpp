#include "common/validity/reload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "common/text/text.hpp"

namespace monitoring {

namespace chrono = std::chrono;

/// Whether a was issued after b. Since authorities backdate certificates, by an hour or to
/// midnight, of two from the same day the one that expires later is the newer.
static bool is_newer(const Certificate& a, const Certificate& b) {
    if (chrono::abs(a.not_before - b.not_before) > chrono::days(1)) {
        return a.not_before > b.not_before;
    }
    return a.not_after > b.not_after;
}

/// Whether a certificate is for the server that sent `shown`, whose server names are `names`.
static bool is_for_same_server(const Certificate& certificate, const Certificate& shown,
                               const std::set<std::string>& names) {
    // An empty subject, two bytes of DER, is no name.
    if (shown.subject.size() > 2 && certificate.subject == shown.subject) return true;
    // The same certificate, which may have no names at all.
    if (certificate.serial == shown.serial && certificate.public_key == shown.public_key) {
        return true;
    }
    if (names.empty()) return false;
    const auto others = server_names(certificate);
    return std::any_of(others.begin(), others.end(),
                       [&names](const auto& name) { return names.count(name) > 0; });
}

Reload judge_reload(std::span<const CertificateBundle> files, const CertificateBundle& server) {
    if (server.certificates.empty() || files.empty()) return {};
    const Certificate& shown = server.certificates[0];
    const auto names = server_names(shown);
    const CertificateBundle* file = nullptr;
    const Certificate* newest = &shown;
    bool is_found = false;
    for (const auto& bundle : files) {
        for (const auto& certificate : bundle.certificates) {
            if (!is_for_same_server(certificate, shown, names)) continue;
            is_found = true;
            if (!is_newer(certificate, *newest)) continue;
            newest = &certificate;
            file = &bundle;
        }
    }
    if (!is_found) {
        return {"", fmt::format("no file holds a certificate for {}, which shows {}", server.source,
                                format_name(shown.subject))};
    }
    if (file == nullptr) return {};
    static constexpr std::size_t kMaxSourceLength = 300;
    return {
        fmt::format("{} holds a newer certificate (serial {}, until '{}') than {} shows (serial "
                    "{}, until '{}'): it was not reloaded",
                    shorten(printable(file->source), kMaxSourceLength),
                    format_serial(newest->serial), format_moment(newest->not_after), server.source,
                    format_serial(shown.serial), format_moment(shown.not_after)),
        ""};
}

}  // namespace monitoring
