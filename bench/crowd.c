// Usage: bench_crowd COUNT COMMAND [ARGUMENT...]
//
// Starts COUNT sleeping processes, runs COMMAND among them, ends them and returns the status of
// COMMAND. Meant to be the first process of a pid namespace of its own, so that /proc shows the
// crowd and nothing else.
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

// Statuses of our own, outside of those that the measured commands may have.
enum { kFailure = 70, kMaximumCount = 1000000 };

static void sleep_in_crowd(int ready) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(ready);
    for (;;) {
        pause();
    }
}

static void end_crowd(const pid_t* crowd, long count) {
    for (long index = 0; index < count; ++index) {
        kill(crowd[index], SIGKILL);
    }
    for (long index = 0; index < count; ++index) {
        while (waitpid(crowd[index], NULL, 0) < 0 && errno == EINTR) {
        }
    }
}

// Returns the number of processes started, which is below `count` after a failure.
static long start_crowd(pid_t* crowd, long count) {
    int ready[2];
    if (pipe(ready) != 0) {
        return 0;
    }
    long started = 0;
    while (started < count) {
        crowd[started] = fork();
        if (crowd[started] < 0) {
            fprintf(stderr, "cannot start process %ld of %ld: %s\n", started + 1, count,
                    strerror(errno));
            break;
        }
        if (crowd[started] == 0) {
            close(ready[0]);
            sleep_in_crowd(ready[1]);
        }
        ++started;
    }
    // The end of file comes when every process has closed its copy of the pipe, that is when all
    // of them have gone to sleep and take no processor time away from the command.
    close(ready[1]);
    char byte;
    while (read(ready[0], &byte, 1) < 0 && errno == EINTR) {
    }
    close(ready[0]);
    return started;
}

static int run_command(char** command) {
    pid_t child;
    int error = posix_spawnp(&child, command[0], NULL, NULL, command, environ);
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", command[0], strerror(error));
        return kFailure;
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return kFailure;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char** argv) {
    long count = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    if (count < 1 || count > kMaximumCount) {
        fputs("usage: bench_crowd COUNT COMMAND [ARGUMENT...]\n", stderr);
        return kFailure;
    }
    pid_t* crowd = calloc((size_t)count, sizeof(*crowd));
    if (crowd == NULL) {
        perror("bench_crowd");
        return kFailure;
    }
    long started = start_crowd(crowd, count);
    int status = started == count ? run_command(argv + 2) : kFailure;
    end_crowd(crowd, started);
    free(crowd);
    return status;
}
