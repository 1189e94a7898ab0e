// fake_clock OPTION... COMMAND...: runs a command, and all that it starts, under other clocks; in
// front of static programs as well, where LD_PRELOAD does nothing.
//   --real +SECONDS|-SECONDS|@SECONDS   the clock of the wall is off by that, or stands still there
//   --every +SECONDS|-SECONDS|@SECONDS  so is every clock
//   --kernel "STATUS OFFSET MAXERROR"   what adjtimex(2) tells; "" forbids to ask
//   --signal-behind-write               who writes to stdout or stderr gets SIGTERM right behind it
// The command is this very process: its parent, signals and end are as without. A filter stops it
// at the calls in question, and a process that nobody sees answers them by ptrace(2).

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fake_clock_calls.hpp"

/// Lets a stopped process go on.
static void go_on(pid_t process, int status, const Options& options) {
    const int event = status >> 16;
    const int signal = WSTOPSIG(status);
    if (event == PTRACE_EVENT_STOP &&
        (signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU)) {
        ptrace(PTRACE_LISTEN, process, nullptr, nullptr);
        return;
    }
    bool has_end_of_call = false;
    if (event == PTRACE_EVENT_EXEC) hide_vdso(process);
    if (event == PTRACE_EVENT_SECCOMP) has_end_of_call = answer_call(process, options);
    const bool is_end_of_call = event == 0 && signal == (SIGTRAP | 0x80);
    if (is_end_of_call) syscall(SYS_tkill, process, SIGTERM);
    const long delivered = event != 0 || is_end_of_call ? 0 : signal;
    ptrace(has_end_of_call ? PTRACE_SYSCALL : PTRACE_CONT, process, nullptr, delivered);
}

/// Answers until the last process has ended.
[[noreturn]] static void serve(pid_t command, int ready, const Options& options) {
    constexpr long kFollowed = PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK |
                               PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACESYSGOOD;
    if (ptrace(PTRACE_SEIZE, command, nullptr, kFollowed) != 0) _exit(1);
    if (write(ready, "", 1) != 1) _exit(1);
    // Whoever waits for the end of a pipe or a lock of the command does not wait for this process.
    close_range(0, ~0U, 0);
    int status = 0;
    for (pid_t process = 0; (process = waitpid(-1, &status, __WALL)) > 0;) {
        if (WIFSTOPPED(status)) go_on(process, status, options);
    }
    _exit(0);
}

static bool install_filter(const Options& options) {
    constexpr auto kStop = SECCOMP_RET_TRACE;
    const unsigned writing = options.has_signal ? SYS_write : ~0U;
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clock_gettime, 8, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_gettimeofday, 7, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_time, 6, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_adjtimex, 5, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clock_adjtime, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, writing, 0, 2),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[0])),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, STDERR_FILENO, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, kStop),
    };
    const sock_fprog filter{.len = sizeof program / sizeof *program, .filter = program};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0) return true;
    // Without being root nobody may stop a program that becomes root.
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/// Starts the process that answers: no child of the command, and in no group of it.
static bool start_server(const Options& options) {
    std::array<int, 2> ready{};
    if (pipe2(ready.data(), O_CLOEXEC) != 0) return false;
    const pid_t command = getpid();
    prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
    const pid_t between = fork();
    if (between == 0) {
        setsid();
        if (fork() == 0) serve(command, ready[1], options);
        _exit(0);
    }
    waitpid(between, nullptr, 0);
    close(ready[1]);
    char byte = 0;
    const bool is_ready = read(ready[0], &byte, 1) == 1;
    close(ready[0]);
    return is_ready;
}

static Fake parse_fake(const char* text) {
    return {true, *text == '@', std::strtol(*text == '@' ? text + 1 : text, nullptr, 10)};
}

int main(int argc, char** argv) {
    Options options;
    char** word = argv + 1;
    for (; argc > 1 && *word != nullptr && std::string_view(*word).starts_with("--"); ++word) {
        const std::string_view name(*word);
        if (name == "--signal-behind-write") {
            options.has_signal = true;
            continue;
        }
        if (*++word == nullptr) return 99;
        if (name == "--kernel") options.kernel = *word;
        if (name == "--real" || name == "--every") options.real = parse_fake(*word);
        if (name == "--every") options.running = options.real;
    }
    if (argc < 2 || *word == nullptr || !start_server(options) || !install_filter(options))
        return 99;
    execvp(*word, word);
    std::perror(*word);
    return 127;
}
