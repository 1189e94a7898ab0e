#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/tool/status.hpp"
#include "common/tool/thresholds.hpp"
#include "common/x509/read_certificates.hpp"

namespace monitoring {

/// A limit on the time that is left, in seconds or percent of the lifetime: whole days ("7"), a
/// duration ("12h") or a share ("20%"). Throws UsageError.
[[nodiscard]] Limit time_left_limit_option(std::string_view text);

/// The verdict on the dates of all certificates. It shows the worst one, and names its file or
/// server when there are others or when it alerts. A root beside other certificates in a bundle
/// does not count unless it is the first. Empty without a certificate.
[[nodiscard]] std::optional<Verdict> judge_dates(const std::vector<CertificateBundle>& bundles,
                                                 const Thresholds& limits, Moment now);

}  // namespace monitoring
