#pragma once

#include <string>
#include <vector>

#include "common/tls/server_certificates.hpp"
#include "common/tool/status.hpp"
#include "common/validity/expiration.hpp"
#include "common/x509/read_certificates.hpp"

namespace monitoring {

/// All certificates that a check looked at, and what is wrong apart from their dates.
struct CertificateSurvey {
    std::vector<CertificateBundle> bundles;  ///< one of each file or server that has any
    std::vector<std::string> alerts;         ///< findings that are CRITICAL
    std::vector<std::string> gaps;           ///< what cannot be judged, and why
    std::vector<std::string> unreadable;     ///< what lies in a directory and may not be read
    std::vector<std::string> unreached;      ///< addresses that no network of this machine leads to
};

/// Adds the certificates of files, directories and patterns. What cannot be read becomes a gap, and
/// so does a text that gives no certificate. A file without certificates that lies in a directory,
/// or that a pattern matched by its name's wildcards, is passed over.
void survey_files(const std::vector<std::string>& texts, const ReadOptions& options,
                  CertificateSurvey& survey);

/// Adds what a server answered, or each of its addresses, and compares it with what the bundles of
/// files, which are there already, hold for it. That there is no certificate, or none to be
/// trusted, is an alert; an IPv6 address that this machine has no route to is none beside one that
/// it has.
void survey_server(const Peer& peer, const std::vector<TlsAnswer>& answers,
                   const ReadOptions& options, CertificateSurvey& survey);

/// Adds an alert when the private key in a file belongs to none of the certificates that servers
/// show as their own: the first of each file and server, or any in PKCS#7 and PKCS#12.
void survey_key(const std::string& path, const ReadOptions& options, CertificateSurvey& survey);

/// Puts everything into one verdict, the worst first: CRITICAL, then UNKNOWN, as what cannot be
/// judged must hide no alert and shall not be hidden by a mere WARNING.
[[nodiscard]] Verdict judge_survey(const CertificateSurvey& survey, const Thresholds& limits,
                                   Moment now);

}  // namespace monitoring
