#include "common/validity/expiration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <tuple>

#include "common/text/error.hpp"
#include "common/text/text.hpp"

namespace monitoring {

namespace chrono = std::chrono;

namespace {

/// A certificate and the status of its dates.
struct JudgedCertificate {
    Status status = Status::ok;
    const Certificate* certificate = nullptr;
    const CertificateBundle* bundle = nullptr;

    [[nodiscard]] bool is_worse_than(const JudgedCertificate& other) const {
        if (status != other.status) return severity(status) > severity(other.status);
        return certificate->not_after < other.certificate->not_after;
    }
};

}  // namespace

/// Days are judged as whole days: fewer than 1.5 is fewer than 2. Not std::ceil, since libm would
/// be one more library to load at each start.
static double round_up(double days) {
    constexpr double kMaxWithFraction = 1e15;
    if (days > kMaxWithFraction) return days;
    const auto whole = static_cast<double>(static_cast<std::int64_t>(days));
    return whole < days ? whole + 1 : whole;
}

Limit time_left_limit_option(std::string_view text) {
    static constexpr double kSecondsPerDay = 86400;
    static constexpr std::string_view kMistake =
        "neither days (7) nor a duration (12h) nor a share of the lifetime (20%)";
    const auto is_usable = [](double value) { return std::isfinite(value * kSecondsPerDay); };
    if (const auto days = parse_decimal(text); days && is_usable(*days)) {
        return {round_up(*days) * kSecondsPerDay, false, std::string(text)};
    }
    if (text.ends_with('%')) return {share_option(text, kMistake), true, std::string(text)};
    if (const auto duration = parse_duration(text); duration && !parse_decimal(text)) {
        return {duration->count(), false, std::string(text)};
    }
    throw UsageError(fmt::format("'{}' is {}", text, kMistake));
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

/// "CN=example.com, serial 04:AB". The serial, which may be long, comes last.
static std::string describe(const Certificate& certificate) {
    return fmt::format("{}, serial {}", format_name(certificate.subject),
                       format_serial(certificate.serial));
}

namespace {

/// Counts the certificates that are not shown.
struct Count {
    std::size_t judged = 0;
    std::size_t roots = 0;
    std::vector<std::string> unused;  ///< "CN=Old Root, until 'Sep 30 14:01:15 2021 GMT'"
};

}  // namespace

/// ", worst of 2 certificates (and 1 root not judged)".
static std::string describe_count(const Count& count) {
    static constexpr std::size_t kMaxLength = 250;
    const auto plural = [](std::size_t number) { return number == 1 ? "" : "s"; };
    auto text = fmt::format(", worst of {} certificate{}", count.judged, plural(count.judged));
    if (count.roots == 0 && count.unused.empty()) return text;
    text += " (and ";
    if (count.roots > 0) {
        text += fmt::format("{} root{} not judged", count.roots, plural(count.roots));
    }
    if (!count.unused.empty()) {
        text += fmt::format("{}{} not used: {}", count.roots > 0 ? ", " : "", count.unused.size(),
                            join_fitting(count.unused, kMaxLength));
    }
    return text + ")";
}

/// Which of the certificates count: all but roots beside others. The first always does, since it is
/// the server's own.
static std::vector<bool> find_judged(const std::vector<Certificate>& certificates) {
    std::vector<bool> judged;
    for (const auto& certificate : certificates) judged.push_back(!is_root(certificate));
    const bool has_only_roots = std::find(judged.begin(), judged.end(), true) == judged.end();
    if (has_only_roots) judged.assign(judged.size(), true);
    if (!judged.empty()) judged.front() = true;
    return judged;
}

static Measure time_left(const Certificate& certificate, const Thresholds& limits, Moment now) {
    const auto left = static_cast<double>((certificate.not_after - now).count());
    const auto lifetime =
        static_cast<double>((certificate.not_after - certificate.not_before).count());
    return within({"expires_in", left, "s"}, {limits, {}}, lifetime);
}

std::optional<Verdict> judge_dates(const std::vector<CertificateBundle>& bundles,
                                   const Thresholds& limits, Moment now) {
    std::optional<JudgedCertificate> worst;
    Count count;
    for (const auto& bundle : bundles) {
        const auto judged = find_judged(bundle.certificates);
        for (std::size_t i = 0; i < judged.size(); ++i) {
            const Certificate& certificate = bundle.certificates[i];
            ++(judged[i] ? count.judged : count.roots);
            const JudgedCertificate finding{judge(certificate, limits, now), &certificate, &bundle};
            if (judged[i] && (!worst || finding.is_worse_than(*worst))) worst = finding;
        }
        for (const auto& certificate : bundle.unused) {
            count.unused.push_back(fmt::format("{}, until '{}'", format_name(certificate.subject),
                                               format_moment(certificate.not_after)));
        }
    }
    if (!worst) return {};
    auto message = describe_dates(*worst->certificate, now);
    const bool is_alone = count.judged + count.roots + count.unused.size() == 1;
    if (!is_alone || worst->status != Status::ok) {
        static constexpr std::size_t kMaxSourceLength = 400;
        message +=
            fmt::format(" ({}, {})", shorten(printable(worst->bundle->source), kMaxSourceLength),
                        describe(*worst->certificate));
    }
    if (!is_alone) message += describe_count(count);
    return Verdict{worst->status, message, "", {time_left(*worst->certificate, limits, now)}};
}

}  // namespace monitoring
