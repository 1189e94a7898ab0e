#pragma once

namespace monitoring {

/// Whether systemd-timesyncd is installed, which timedatectl says nothing of: that belongs to
/// systemd and is there beside chronyd and on hosts that no service keeps, too. One that is masked
/// counts as not installed.
[[nodiscard]] bool has_timesyncd();

/// Whether timesyncd has set the clock within the time after which the kernel would no longer call
/// it synchronised: it counts an error of 500 us in each second, up to 16 s.
[[nodiscard]] bool has_timesyncd_set_the_clock();

}  // namespace monitoring
