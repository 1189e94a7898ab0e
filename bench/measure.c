// Usage: bench_measure PLAN WARM_UP_ROUNDS ROUNDS SEED
//
// Runs the commands of a plan many times and prints a raw record of each run. The plan has one
// command per line, its words separated by tabs, the first being the path of the program. In
// every round each command runs once, in a fresh random order, so that whatever disturbs the
// machine for a while disturbs all of them alike.
//
// A record is a line of seven numbers: index of the command in the plan, exit status (or the
// negative number of the signal that ended it), user and system time in microseconds, wall time
// in nanoseconds, peak RSS in KiB, minor faults, major faults. The last line is "spawner" and
// the peak RSS of this program in KiB: the kernel reports no peak below it for any command.
// Therefore this program avoids the heap and stdio and is linked statically.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "measure_output.h"
#include "measure_plan.h"

struct Run {
    int status;
    int64_t wall_nanoseconds;
    struct rusage usage;
};

// Gives this program the standard files that the commands shall have. They inherit them, which
// spares each of them the time of opening /dev/null three times before it is executed.
static void redirect_standard_files(void) {
    int error_file = dup3(STDERR_FILENO, kErrorFile, O_CLOEXEC);
    int record_file = dup3(STDOUT_FILENO, kRecordFile, O_CLOEXEC);
    int null_file = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (error_file < 0 || record_file < 0 || null_file < 0) {
        die("cannot redirect the standard files", errno);
    }
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; ++file) {
        if (dup2(null_file, file) < 0) {
            die("cannot redirect the standard files", errno);
        }
    }
    close(null_file);
}

// The xorshift64* generator; its state must not be zero.
static uint64_t next_random(uint64_t* state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

static void shuffle(int* order, int count, uint64_t* random_state) {
    for (int left = count; left > 1; --left) {
        int chosen = (int)((next_random(random_state) >> 32) % (uint64_t)left);
        int last = order[left - 1];
        order[left - 1] = order[chosen];
        order[chosen] = last;
    }
}

static struct Run run_command(char** words) {
    struct Run run = {0};
    struct timespec begin;
    struct timespec end;
    pid_t child;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    int error = posix_spawn(&child, words[0], NULL, NULL, words, environ);
    if (error != 0) {
        die(words[0], error);
    }
    while (wait4(child, &run.status, 0, &run.usage) < 0) {
        if (errno != EINTR) {
            die("wait4", errno);
        }
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    run.wall_nanoseconds =
        (int64_t)(end.tv_sec - begin.tv_sec) * 1000000000 + end.tv_nsec - begin.tv_nsec;
    return run;
}

static int64_t microseconds(struct timeval time) {
    return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

static void record(struct Output* output, int index, const struct Run* run) {
    const struct rusage* usage = &run->usage;
    int status = run->status;
    append_number(output, index, ' ');
    append_number(output, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), ' ');
    append_number(output, microseconds(usage->ru_utime) + microseconds(usage->ru_stime), ' ');
    append_number(output, run->wall_nanoseconds, ' ');
    append_number(output, usage->ru_maxrss, ' ');
    append_number(output, usage->ru_minflt, ' ');
    append_number(output, usage->ru_majflt, '\n');
}

// Without an output the rounds are for warming up.
static void run_rounds(struct Plan* plan, long rounds, uint64_t* random_state,
                       struct Output* output) {
    int order[kMaximumCommands];
    for (int index = 0; index < plan->count; ++index) {
        order[index] = index;
    }
    for (long round = 0; round < rounds; ++round) {
        shuffle(order, plan->count, random_state);
        for (int place = 0; place < plan->count; ++place) {
            struct Run run = run_command(plan->commands[order[place]]);
            if (output != NULL) {
                record(output, order[place], &run);
            }
        }
    }
}

// getrusage would include the program that this process was before it was executed, which the
// commands do not inherit; the status file tells the peak of this program alone.
static void record_own_peak(struct Output* output) {
    char status[4096];
    read_file("/proc/self/status", status, sizeof(status));
    const char* peak = strstr(status, "VmHWM:");
    append_text(output, "spawner ");
    append_number(output, peak == NULL ? -1 : strtol(peak + strlen("VmHWM:"), NULL, 10), '\n');
}

int main(int argc, char** argv) {
    // Static, because only the pages of a static object that are written to take memory.
    static struct Plan plan;
    static struct Output output;
    redirect_standard_files();
    if (argc != 5) {
        die("usage: bench_measure PLAN WARM_UP_ROUNDS ROUNDS SEED", EINVAL);
    }
    read_plan(argv[1], &plan);
    uint64_t random_state = strtoull(argv[4], NULL, 10) | 1;
    run_rounds(&plan, strtol(argv[2], NULL, 10), &random_state, NULL);
    run_rounds(&plan, strtol(argv[3], NULL, 10), &random_state, &output);
    record_own_peak(&output);
    flush(&output);
    return 0;
}
