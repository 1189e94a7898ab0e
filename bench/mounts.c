// Usage: bench_mounts COUNT DIRECTORY COMMAND [ARGUMENT...]
//
// Becomes COMMAND in a mount namespace of its own that has COUNT more tmpfs mounts below
// DIRECTORY. They vanish with the last process of the namespace; nothing is left to clean up.
#define _GNU_SOURCE
#include <errno.h>
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

static int mount_tmpfs(const char* directory) {
    return mount("bench", directory, "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755");
}

int main(int argc, char** argv) {
    long count = argc > 3 ? strtol(argv[1], NULL, 10) : 0;
    if (count < 1) {
        fputs("usage: bench_mounts COUNT DIRECTORY COMMAND [ARGUMENT...]\n", stderr);
        return kFailure;
    }
    // The mounts must not spread to the host, where "/" is usually a shared mount.
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) {
        return fail("cannot have a private mount namespace");
    }
    // The first mount holds the directories of the others, so that none stays on the host.
    if (mount_tmpfs(argv[2]) != 0) {
        return fail(argv[2]);
    }
    for (long index = 1; index < count; ++index) {
        char path[4096];
        snprintf(path, sizeof(path), "%s/%ld", argv[2], index);
        if (mkdir(path, 0755) != 0 || mount_tmpfs(path) != 0) {
            return fail(path);
        }
    }
    execvp(argv[3], argv + 3);
    return fail(argv[3]);
}
