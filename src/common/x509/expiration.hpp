#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/status.hpp"
#include "common/thresholds.hpp"
#include "common/x509/read_certificates.hpp"

namespace monitoring {

/// A limit on the time that is left, in seconds or percent of the lifetime: whole days ("7"), a
/// duration ("12h") or a share ("20%"). Throws UsageError.
[[nodiscard]] Limit parse_time_left_limit(std::string_view text);

/// The verdict on the dates of all certificates but the roots, the worst of which it shows. A root
/// is a self-signed certificate in one bundle with others. Empty when there is no certificate.
[[nodiscard]] std::optional<Verdict> judge_dates(const std::vector<CertificateBundle>& bundles,
                                                 const Thresholds& limits, Moment now);

/// What is wrong when one of the files holds a newer certificate than the server shows; else
/// empty. It is looked for by the subject of the server's own certificate. A single file may also
/// have it under another subject, as its first one.
[[nodiscard]] std::string judge_reload(const std::vector<CertificateBundle>& files,
                                       const CertificateBundle& server);

}  // namespace monitoring
