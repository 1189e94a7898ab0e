#include "common/x509/expiration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <tuple>

#include "common/error.hpp"
#include "common/text.hpp"

namespace monitoring {

namespace chrono = std::chrono;

namespace {

/// One certificate with what follows from its dates.
struct Finding {
    Status status = Status::ok;
    const Certificate* certificate = nullptr;
    const CertificateBundle* bundle = nullptr;

    [[nodiscard]] bool is_worse_than(const Finding& other) const {
        if (status != other.status) return severity(status) > severity(other.status);
        return certificate->not_after < other.certificate->not_after;
    }
};

}  // namespace

/// Fewer whole days than 1.5 are 1 or 0: that is less than two days. Without the function of libm,
/// which would be one more library to load at each start.
static double round_up(double days) {
    constexpr double kLargestWithFraction = 1e15;
    if (days > kLargestWithFraction) return days;
    const auto whole = static_cast<double>(static_cast<std::int64_t>(days));
    return whole < days ? whole + 1 : whole;
}

Limit parse_time_left_limit(std::string_view text) {
    static constexpr double kSecondsPerDay = 86400;
    const auto is_usable = [](double value) { return std::isfinite(value * kSecondsPerDay); };
    if (const auto days = parse_decimal(text); days && is_usable(*days)) {
        return {round_up(*days) * kSecondsPerDay, false, std::string(text)};
    }
    if (text.ends_with('%')) {
        const auto share = parse_decimal(text.substr(0, text.size() - 1));
        if (share) return {*share, true, std::string(text)};
    } else if (!parse_decimal(text)) {
        try {
            return parse_duration_limit(text);
        } catch (const UsageError&) {
            // What follows says more.
        }
    }
    throw UsageError(fmt::format(
        "'{}' is neither days (7) nor a duration (12h) nor a share of the lifetime (20%)", text));
}

static Status judge(const Certificate& certificate, const Thresholds& limits, Moment now) {
    if (now > certificate.not_after || now < certificate.not_before) return Status::critical;
    const auto left = static_cast<double>((certificate.not_after - now).count());
    const auto lifetime =
        static_cast<double>((certificate.not_after - certificate.not_before).count());
    const auto breach = limits.below(left, lifetime);
    return breach ? breach->status : Status::ok;
}

/// "Expiration date: 'Oct 27 09:49:54 2027 GMT'. 62 days left".
static std::string describe_dates(const Certificate& certificate, Moment now) {
    const auto left = chrono::floor<chrono::days>(certificate.not_after - now);
    const auto start =
        now < certificate.not_before
            ? fmt::format(", not valid before '{}'", format_moment(certificate.not_before))
            : "";
    return fmt::format("Expiration date: '{}'. {} days left{}",
                       format_moment(certificate.not_after), left.count(), start);
}

static std::string describe_count(std::size_t judged, std::size_t roots) {
    const auto plural = [](std::size_t count) { return count == 1 ? "" : "s"; };
    auto start = fmt::format(", worst of {} certificate{}", judged, plural(judged));
    if (roots == 0) return start;
    return start + fmt::format(" (and {} root{} not judged)", roots, plural(roots));
}

std::optional<Verdict> judge_dates(const std::vector<CertificateBundle>& bundles,
                                   const Thresholds& limits, Moment now) {
    std::optional<Finding> worst;
    std::size_t judged = 0;
    std::size_t roots = 0;
    for (const auto& bundle : bundles) {
        const auto& certificates = bundle.certificates;
        const bool has_only_roots =
            std::all_of(certificates.begin(), certificates.end(),
                        [](const auto& certificate) { return certificate.is_self_signed; });
        for (const auto& certificate : certificates) {
            if (certificate.is_self_signed && !has_only_roots) {
                ++roots;
                continue;
            }
            ++judged;
            const Finding finding{judge(certificate, limits, now), &certificate, &bundle};
            if (!worst || finding.is_worse_than(*worst)) worst = finding;
        }
    }
    if (!worst) return {};
    const Certificate& certificate = *worst->certificate;
    auto message = describe_dates(certificate, now);
    if (judged + roots > 1) {
        message += fmt::format(" ({}, serial {}, {}){}", format_name(certificate.subject),
                               format_serial(certificate.serial), worst->bundle->source,
                               describe_count(judged, roots));
    }
    return Verdict{worst->status, message, ""};
}

/// Whether a was issued after b. Authorities date certificates back to midnight or by an hour, so
/// that of two from about the same time the one that lasts longer is the newer.
static bool is_newer(const Certificate& a, const Certificate& b) {
    if (chrono::abs(a.not_before - b.not_before) > chrono::days(1)) {
        return a.not_before > b.not_before;
    }
    return a.not_after > b.not_after;
}

std::string judge_reload(const std::vector<CertificateBundle>& files,
                         const CertificateBundle& server) {
    if (server.certificates.empty()) return {};
    const Certificate& shown = server.certificates[0];
    const CertificateBundle* file = nullptr;
    const Certificate* newest = &shown;
    const auto consider = [&](const CertificateBundle& bundle, const Certificate& certificate) {
        if (!is_newer(certificate, *newest)) return;
        newest = &certificate;
        file = &bundle;
    };
    // An empty subject is no name to look for.
    const bool is_named = shown.subject.size() > 2;
    bool is_found = false;
    for (const auto& bundle : files) {
        for (const auto& certificate : bundle.certificates) {
            if (!is_named || certificate.subject != shown.subject) continue;
            is_found = true;
            consider(bundle, certificate);
        }
    }
    if (!is_found && files.size() == 1 && !files[0].certificates.empty()) {
        consider(files[0], files[0].certificates[0]);
    }
    if (file == nullptr) return {};
    return fmt::format(
        "{} holds a newer certificate (serial {}, until '{}') than {} shows (serial {}, until "
        "'{}'): it was not reloaded",
        file->source, format_serial(newest->serial), format_moment(newest->not_after),
        server.source, format_serial(shown.serial), format_moment(shown.not_after));
}

}  // namespace monitoring
