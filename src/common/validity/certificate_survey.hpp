#pragma once

#include <string>
#include <vector>

#include "common/tls/server_certificates.hpp"
#include "common/tool/status.hpp"
#include "common/validity/expiration.hpp"
#include "common/x509/read_certificates.hpp"

namespace monitoring {

/// All certificates of a check, and what is wrong with them apart from their dates.
struct CertificateSurvey {
    std::vector<CertificateBundle> bundles;  ///< one for each file or server that has any
    std::vector<std::string> alerts;         ///< what is CRITICAL
    std::vector<std::string> gaps;           ///< what cannot be judged, and why
    std::vector<std::string> unreadable;     ///< in a directory, without permission to read
    std::vector<std::string> unreached;      ///< addresses without a route
};

/// Adds the certificates of files, directories and patterns. What cannot be read, and a text
/// without any certificate, becomes a gap. A file without certificates is ignored when it was found
/// in a directory, or by wildcards in the last component of a pattern.
void survey_files(const std::vector<std::string>& texts, const ReadOptions& options,
                  CertificateSurvey& survey);

/// Adds the answers of a server, one for each address that was asked, and compares them with the
/// bundles of files so far, see judge_reload(). No certificate, or one that is not valid, is an
/// alert; one that cannot be verified is a gap as well. An IPv6 address without a route is none
/// beside an address with one.
void survey_server(const Peer& peer, const std::vector<TlsAnswer>& answers,
                   const ReadOptions& options, CertificateSurvey& survey);

/// Adds an alert when the private key in a file belongs to no server's own certificate: the first
/// of each file and server, or any in PKCS#7 and PKCS#12.
void survey_key(const std::string& path, const ReadOptions& options, CertificateSurvey& survey);

/// Judges everything in one verdict, the worst first: CRITICAL, UNKNOWN, then WARNING, since what
/// cannot be judged may be worse than a WARNING.
[[nodiscard]] Verdict judge_survey(const CertificateSurvey& survey, const Thresholds& limits,
                                   Moment now);

}  // namespace monitoring
