#pragma once

namespace monitoring {

/// Lets the deadline, SIGTERM and SIGINT end the tool even while it hangs in a system call that
/// only SIGKILL interrupts, as on a dead FUSE or NFS mount. To be called before such files are
/// touched; once is enough. What ignores SIGKILL as well, it does not help against.
void start_watchdog();

}  // namespace monitoring
