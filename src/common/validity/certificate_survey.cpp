#include "common/validity/certificate_survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

#include "common/net/network_address.hpp"
#include "common/runtime/find_files.hpp"
#include "common/text/error.hpp"
#include "common/tool/line_budget.hpp"
#include "common/validity/reload.hpp"
#include "common/x509/private_key.hpp"

namespace monitoring {

/// Calls a function and turns its Error into a gap, so that the rest is still judged.
template <typename Read>
static void try_to(CertificateSurvey& survey, Read read) {
    try {
        read();
    } catch (const Error& error) {
        survey.gaps.emplace_back(error.what());
    }
}

/// Adds a bundle, unless it is empty, and its damages.
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

/// Adds the files that a text stands for. Returns whether it added anything, including gaps.
static bool survey_text(const std::string& text, const ReadOptions& options,
                        CertificateSurvey& survey) {
    const auto before = survey.bundles.size() + survey.gaps.size();
    try_to(survey, [&] {
        const FoundFiles found = find_files(text);
        survey.unreadable.insert(survey.unreadable.end(), found.unreadable.begin(),
                                 found.unreadable.end());
        for (const auto& file : found.files) {
            try_to(survey, [&] { survey_file(file, options, survey); });
        }
    });
    return survey.bundles.size() + survey.gaps.size() > before;
}

void survey_files(const std::vector<std::string>& texts, const ReadOptions& options,
                  CertificateSurvey& survey) {
    std::vector<std::string> empty;
    for (const auto& text : texts) {
        try_to(survey, [&] {
            for (const auto& part : parts_of(text)) {
                if (!survey_text(part, options, survey)) empty.push_back(part);
            }
        });
    }
    if (!empty.empty()) survey.gaps.push_back("no certificate in " + long_list(empty));
}

/// Adds what was read of a server, compared with what the first so many bundles, which are of
/// files, hold for it.
static void compare_and_add(CertificateBundle server, std::size_t files,
                            CertificateSurvey& survey) {
    const auto end = survey.bundles.begin() + static_cast<std::ptrdiff_t>(files);
    auto [alert, gap] = judge_reload({survey.bundles.begin(), end}, server);
    if (!alert.empty()) survey.alerts.push_back(std::move(alert));
    if (!gap.empty()) survey.gaps.push_back(std::move(gap));
    add(std::move(server), survey);
}

/// Adds what is wrong with an answer.
static void add_verdicts(const std::string& source, const TlsAnswer& answer,
                         CertificateSurvey& survey) {
    if (!answer.failure.empty()) {
        survey.alerts.push_back(fmt::format("no certificate from {}: {}", source, answer.failure));
    }
    if (!answer.verify_error.empty()) {
        survey.alerts.push_back(
            fmt::format("the certificate of {} is not valid: {}", source, answer.verify_error));
    }
    // It is about this host, and so the same for each address.
    auto& gaps = survey.gaps;
    if (!answer.verify_failure.empty() &&
        std::find(gaps.begin(), gaps.end(), answer.verify_failure) == gaps.end()) {
        gaps.push_back(answer.verify_failure);
    }
}

void survey_server(const Peer& peer, const std::vector<TlsAnswer>& answers,
                   const ReadOptions& options, CertificateSurvey& survey) {
    const auto files = survey.bundles.size();
    const bool has_route =
        !std::all_of(answers.begin(), answers.end(), std::mem_fn(&TlsAnswer::has_no_route));
    for (const TlsAnswer& answer : answers) {
        // Names have IPv6 addresses, and many a machine has no IPv6.
        if (answer.has_no_route && has_route && answer.address.find(':') != std::string::npos) {
            survey.unreached.push_back(answer.address);
            continue;
        }
        auto source = format_host_port(peer.host, peer.port);
        if (!answer.address.empty() && answer.address != peer.host) {
            source += " at " + answer.address;
        }
        add_verdicts(source, answer, survey);
        compare_and_add(read_certificates(source, answer.certificates, answer.unused, options),
                        files, survey);
    }
}

/// Whether the key belongs to a server's own certificate: the first of a file or of a server, or
/// any of a store.
static bool has_owner(const CertificateSurvey& survey, const std::string& public_key) {
    for (const auto& bundle : survey.bundles) {
        const std::size_t count = bundle.is_store ? bundle.certificates.size() : 1;
        for (std::size_t i = 0; i < count; ++i) {
            if (is_same_key(bundle.certificates[i].public_key, public_key)) return true;
        }
    }
    return false;
}

void survey_key(const std::string& path, const ReadOptions& options, CertificateSurvey& survey) {
    if (survey.bundles.empty()) return;
    try_to(survey, [&] {
        if (has_owner(survey, read_public_key(path, options.password_file))) return;
        std::vector<std::string> sources;
        for (const auto& bundle : survey.bundles) sources.push_back(bundle.source);
        survey.alerts.push_back(
            fmt::format("the private key in {} does not belong to the certificate in {}", path,
                        long_list(sources)));
    });
}

/// The exception to severity(): a certificate that cannot be read may be the one that has expired,
/// so that UNKNOWN is worse than WARNING.
static int certificate_severity(Status status) {
    const bool is_unknown = status == Status::unknown;
    return is_unknown ? 2 * severity(Status::warning) + 1 : 2 * severity(status);
}

Verdict judge_survey(const CertificateSurvey& survey, const Thresholds& limits, Moment now) {
    const auto note =
        note_of("no access to ", survey.unreadable) + note_of("no route to ", survey.unreached);
    const Clause alerts{"", "", survey.alerts};
    const Clause gaps{"; ", "", survey.gaps};
    const auto dates = judge_dates(survey.bundles, limits, now);
    Status status = survey.gaps.empty() ? Status::ok : Status::unknown;
    if (!survey.alerts.empty()) status = Status::critical;
    if (!dates) return {status, fit_message({alerts, gaps}, note), note};
    if (certificate_severity(dates->status) >= certificate_severity(status)) {
        const Clause worst{"", "", {dates->message}};
        return {dates->status, fit_message({worst, {"; ", "", survey.alerts}, gaps}, note), note,
                dates->measures};
    }
    return {status, fit_message({alerts, gaps, {" | ", "", {dates->message}}}, note), note,
            dates->measures};
}

}  // namespace monitoring
