#include "common/x509/certificate_survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "common/error.hpp"
#include "common/find_files.hpp"
#include "common/text.hpp"
#include "common/x509/private_key.hpp"

namespace monitoring {

/// Calls a function; an Error of its becomes a gap and does not keep the others from being judged.
template <typename Read>
static void try_to(CertificateSurvey& survey, Read read) {
    try {
        read();
    } catch (const Error& error) {
        survey.gaps.emplace_back(error.what());
    }
}

/// Adds what was read from somewhere; nothing when that is no certificate.
static void add(CertificateBundle bundle, CertificateSurvey& survey) {
    for (const auto& damage : bundle.damages) {
        survey.gaps.push_back(fmt::format("{}: {}", bundle.source, damage));
    }
    if (!bundle.certificates.empty()) survey.bundles.push_back(std::move(bundle));
}

static void survey_file(const FoundFile& file, const ReadOptions& options,
                        CertificateSurvey& survey) {
    auto bundle = read_certificates(file.path, options);
    if (file.is_named && bundle.certificates.empty() && bundle.damages.empty()) {
        survey.gaps.push_back(fmt::format("no certificate in {}{}{}", file.path,
                                          bundle.content.empty() ? "" : ": ", bundle.content));
    }
    add(std::move(bundle), survey);
}

void survey_files(const std::vector<std::string>& texts, const ReadOptions& options,
                  CertificateSurvey& survey) {
    for (const auto& text : texts) {
        try_to(survey, [&] {
            const FoundFiles found = find_files(text);
            survey.closed.insert(survey.closed.end(), found.closed.begin(), found.closed.end());
            for (const auto& file : found.files) {
                try_to(survey, [&] { survey_file(file, options, survey); });
            }
        });
    }
    if (!texts.empty() && survey.bundles.empty() && survey.gaps.empty()) {
        survey.gaps.push_back("no certificate in " + join_fitting(texts, 500));
    }
}

void survey_server(const std::string& address, const std::vector<std::string>& certificates,
                   const ReadOptions& options, CertificateSurvey& survey) {
    auto bundle = read_certificates(address, certificates, options);
    const auto mistake = judge_reload(survey.bundles, bundle);
    if (!mistake.empty()) survey.alerts.push_back(mistake);
    add(std::move(bundle), survey);
}

static bool has_owner(const CertificateSurvey& survey, const std::string& public_key) {
    for (const auto& bundle : survey.bundles) {
        for (const auto& certificate : bundle.certificates) {
            if (is_same_key(certificate.public_key, public_key)) return true;
        }
    }
    return false;
}

void survey_key(const std::string& path, const ReadOptions& options, CertificateSurvey& survey) {
    if (survey.bundles.empty()) return;
    try_to(survey, [&] {
        if (has_owner(survey, read_public_half(path, options.password_file))) return;
        std::vector<std::string> sources;
        for (const auto& bundle : survey.bundles) sources.push_back(bundle.source);
        survey.alerts.push_back(
            fmt::format("the private key in {} does not belong to the certificate in {}", path,
                        join_fitting(sources, 300)));
    });
}

/// The exception to severity(): a certificate that cannot be read may be the one that has expired,
/// so that UNKNOWN is worse than WARNING.
static int certificate_severity(Status status) {
    const bool is_unknown = status == Status::unknown;
    return is_unknown ? 2 * severity(Status::warning) + 1 : 2 * severity(status);
}

Verdict judge_survey(const CertificateSurvey& survey, const Thresholds& limits, Moment now) {
    Status status = survey.gaps.empty() ? Status::ok : Status::unknown;
    if (!survey.alerts.empty()) status = Status::critical;
    const auto rest = join_clauses({{"", "", survey.alerts}, {"; ", "", survey.gaps}}, 700);
    auto note = join_clauses({{"", " (no access to ", survey.closed}}, kLongestLine / 8);
    if (!note.empty()) note += ")";
    const auto dates = judge_dates(survey.bundles, limits, now);
    if (!dates) return {status, rest, note};
    if (rest.empty()) return {dates->status, dates->message, note};
    if (certificate_severity(dates->status) >= certificate_severity(status)) {
        return {dates->status, dates->message + "; " + rest, note};
    }
    return {status, rest + " | " + dates->message, note};
}

}  // namespace monitoring
