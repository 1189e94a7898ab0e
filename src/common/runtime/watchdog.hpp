#pragma once

namespace monitoring {

/// Starts a thread that lets the deadline, SIGTERM and SIGINT end the tool also while it hangs in a
/// system call that only SIGKILL interrupts, as on a dead FUSE or NFS mount. To be called, at least
/// once, before such files are touched. Does not help where SIGKILL does not interrupt either.
void start_watchdog();

/// The same for a file that set_output_file() names: also where that hangs, too.
void watch_output_file();

}  // namespace monitoring
