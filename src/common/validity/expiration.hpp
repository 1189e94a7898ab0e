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

/// The verdict on the dates of all certificates, the worst of which it shows, with its file or
/// server where there are others or where it alerts. Roots do not count, which are self-signed
/// certificates of an authority in one bundle with others, unless they are its first. Empty when
/// there is no certificate.
[[nodiscard]] std::optional<Verdict> judge_dates(const std::vector<CertificateBundle>& bundles,
                                                 const Thresholds& limits, Moment now);

}  // namespace monitoring
