// deny_calls ENOSYS|EPERM COMMAND...: runs a command without the newer system calls: as on Linux
// 3.10, which has none of them, or as in a sandbox that forbids what it does not know. Of clone3(2)
// those say ENOSYS as well, or the C library could make no thread.
// deny_calls ENOLCK COMMAND...: runs it where no file system has locks, such as NFS without lockd.

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <cstddef>
#include <cstdio>
#include <string_view>

/// From 424 on, Linux 5.1's, the numbers are the same on all machines.
static constexpr unsigned kUnknownToSandboxes = 424;
#ifdef __x86_64__
static constexpr unsigned kUnknownToLinux310 = SYS_sched_setattr;
#else
static constexpr unsigned kUnknownToLinux310 = SYS_finit_module + 1;
#endif

struct Calls {
    unsigned first, last;
};

static Calls calls_from(unsigned first) { return {first, UINT_MAX}; }

static bool deny(const Calls& calls, unsigned error) {
    const bool has_clone3 = calls.last >= SYS_clone3;
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, has_clone3 ? SYS_clone3 : UINT_MAX, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | unsigned{ENOSYS}),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, calls.first, 0, 2),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, calls.last, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog filter{.len = sizeof program / sizeof *program, .filter = program};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

static bool deny(std::string_view how) {
    if (how == "EPERM") return deny(calls_from(kUnknownToSandboxes), EPERM);
    if (how == "ENOLCK") return deny({SYS_flock, SYS_flock}, ENOLCK);
    return deny(calls_from(kUnknownToLinux310), ENOSYS);
}

int main(int argc, char** argv) {
    if (argc < 3 || !deny(std::string_view(argv[1]))) return 99;
    execv(argv[2], argv + 2);
    std::perror(argv[2]);
    return 127;
}
