#pragma once

namespace monitoring {

/// Starts a thread that lets the deadline, SIGTERM and SIGINT end the tool also while it hangs in a
/// system call that only SIGKILL interrupts, as on a dead FUSE or NFS mount. To be called, at least
/// once, before such files are touched. Does not help where SIGKILL does not interrupt either.
void start_watchdog();

}  // namespace monitoring
