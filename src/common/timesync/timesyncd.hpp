#pragma once

namespace monitoring {

/// Whether systemd-timesyncd is installed and not masked. timedatectl does not say: it comes with
/// systemd, also on hosts with chronyd or no time service.
[[nodiscard]] bool has_timesyncd();

/// Whether timesyncd has adjusted the clock recently enough for the kernel to call it synchronised:
/// the kernel adds an error of 500 us a second, up to 16 s.
[[nodiscard]] bool has_timesyncd_set_the_clock();

}  // namespace monitoring
