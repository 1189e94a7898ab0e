// Usage: bench_mail_queue COUNT DIRECTORY COMMAND [ARGUMENT...]
//
// Becomes COMMAND in a mount namespace of its own in which DIRECTORY is a Postfix queue with COUNT
// deferred messages, hashed one level deep as Postfix does it. It vanishes with the last process of
// the namespace; nothing is left to clean up.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

// A status of our own, outside of those that the measured commands may have.
enum { kFailure = 70 };

static int fail(const char* what) {
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
    return kFailure;
}

static int make_directories(void) {
    static const char* const kQueues[] = {"maildrop", "incoming", "active", "hold", "deferred"};
    for (size_t index = 0; index < sizeof(kQueues) / sizeof(*kQueues); ++index) {
        if (mkdir(kQueues[index], 0700) != 0) {
            return fail(kQueues[index]);
        }
    }
    for (int digit = 0; digit < 16; ++digit) {
        char path[16];
        snprintf(path, sizeof(path), "deferred/%X", (unsigned)digit);
        if (mkdir(path, 0700) != 0) {
            return fail(path);
        }
    }
    return 0;
}

static int make_messages(long count) {
    for (long index = 0; index < count; ++index) {
        char path[64];
        snprintf(path, sizeof(path), "deferred/%lX/%lX%010lX", (unsigned long)index % 16,
                 (unsigned long)index % 16, (unsigned long)index);
        int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
        if (file < 0) {
            return fail(path);
        }
        close(file);
    }
    return 0;
}

int main(int argc, char** argv) {
    long count = argc > 3 ? strtol(argv[1], NULL, 10) : -1;
    if (count < 0) {
        fputs("usage: bench_mail_queue COUNT DIRECTORY COMMAND [ARGUMENT...]\n", stderr);
        return kFailure;
    }
    // The mount must not spread to the host, where "/" is usually a shared mount.
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) {
        return fail("cannot have a private mount namespace");
    }
    const unsigned long flags = MS_NOSUID | MS_NODEV;
    if (mount("bench", argv[2], "tmpfs", flags, "nr_inodes=0,mode=755") != 0 ||
        chdir(argv[2]) != 0) {
        return fail(argv[2]);
    }
    if (make_directories() != 0 || make_messages(count) != 0) {
        return kFailure;
    }
    if (chdir("/") != 0) {
        return fail("/");
    }
    execvp(argv[3], argv + 3);
    return fail(argv[3]);
}
