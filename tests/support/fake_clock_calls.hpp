#pragma once

#include <sys/types.h>

/// A clock that is off by some seconds, or stands still at one.
struct Fake {
    bool is_set = false;
    bool is_still = false;
    long seconds = 0;
};
struct Options {
    Fake real, running;
    const char* kernel = nullptr;
    bool has_signal = false;
};

/// Answers the system call at which a process is stopped, if it is about what is faked. Returns
/// whether it is write(2), which is to be made.
bool answer_call(pid_t process, const Options& options);

/// A new program shall ask the kernel for the time, and not the page that the kernel lends it.
void hide_vdso(pid_t process);
