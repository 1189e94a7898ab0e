// Answers of fake_clock: with what is here alone another machine would differ.

#include "fake_clock_calls.hpp"

#include <elf.h>
#include <errno.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/user.h>

#include <cstdio>
#include <ctime>

#ifndef __x86_64__
#error "another machine has other registers"
#endif

/// The registers of a process that is stopped at a system call.
class Registers {
public:
    explicit Registers(pid_t process) : process_(process) {
        ptrace(PTRACE_GETREGS, process_, nullptr, &values_);
    }
    [[nodiscard]] long call() const { return static_cast<long>(values_.orig_rax); }
    [[nodiscard]] unsigned long first() const { return values_.rdi; }
    [[nodiscard]] unsigned long second() const { return values_.rsi; }
    [[nodiscard]] unsigned long stack() const { return values_.rsp; }
    /// The kernel leaves the call out, and the process gets this from it.
    void answer(long result) {
        values_.orig_rax = static_cast<unsigned long>(-1);
        values_.rax = static_cast<unsigned long>(result);
        ptrace(PTRACE_SETREGS, process_, nullptr, &values_);
    }

private:
    pid_t process_;
    user_regs_struct values_{};
};

static bool put(pid_t process, unsigned long address, void* data, std::size_t size) {
    const iovec from{data, size};
    const iovec to{reinterpret_cast<void*>(address), size};  // NOLINT: its memory, not ours
    return process_vm_writev(process, &from, 1, &to, 1, 0) == static_cast<ssize_t>(size);
}

static bool get(pid_t process, unsigned long address, void* data, std::size_t size) {
    const iovec to{data, size};
    const iovec from{reinterpret_cast<void*>(address), size};  // NOLINT: the same
    return process_vm_readv(process, &to, 1, &from, 1, 0) == static_cast<ssize_t>(size);
}

static const Fake& fake_of(const Options& options, unsigned long clock) {
    static const Fake none;
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) return options.real;
    const bool runs = clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW ||
                      clock == CLOCK_MONOTONIC_COARSE || clock == CLOCK_BOOTTIME;
    return runs ? options.running : none;
}

static timespec now(const Fake& fake, unsigned long clock) {
    timespec time{};
    clock_gettime(static_cast<clockid_t>(clock), &time);
    if (fake.is_still) return {fake.seconds, 0};
    return {time.tv_sec + fake.seconds, time.tv_nsec};
}

static long tell_kernel_clock(pid_t process, unsigned long address, const char* text) {
    timex clock{};
    if (!get(process, address, &clock, sizeof clock)) return -EFAULT;
    if (clock.modes != 0 ||
        std::sscanf(text, "%i %li %li", &clock.status, &clock.offset, &clock.maxerror) != 3) {
        return -EPERM;
    }
    if (!put(process, address, &clock, sizeof clock)) return -EFAULT;
    return (clock.status & STA_UNSYNC) != 0 ? TIME_ERROR : TIME_OK;
}

bool answer_call(pid_t process, const Options& options) {
    Registers registers(process);
    if (registers.call() == SYS_write) return true;
    const bool is_gettime = registers.call() == SYS_clock_gettime;
    const auto clock = is_gettime ? registers.first() : CLOCK_REALTIME;
    const auto& fake = fake_of(options, clock);
    auto time = fake.is_set ? now(fake, clock) : timespec{};
    if (registers.call() == SYS_adjtimex && options.kernel != nullptr) {
        registers.answer(tell_kernel_clock(process, registers.first(), options.kernel));
    } else if (registers.call() == SYS_clock_adjtime && options.kernel != nullptr) {
        registers.answer(tell_kernel_clock(process, registers.second(), options.kernel));
    } else if (is_gettime && fake.is_set) {
        registers.answer(put(process, registers.second(), &time, sizeof time) ? 0 : -EFAULT);
    } else if (registers.call() == SYS_gettimeofday && fake.is_set) {
        timeval value{time.tv_sec, time.tv_nsec / 1000};
        registers.answer(put(process, registers.first(), &value, sizeof value) ? 0 : -EFAULT);
    } else if (registers.call() == SYS_time && fake.is_set) {
        if (registers.first() != 0) put(process, registers.first(), &time.tv_sec, sizeof(time_t));
        registers.answer(time.tv_sec);
    }
    return false;
}

void hide_vdso(pid_t process) {
    auto address = Registers(process).stack();
    const auto next = [&] {
        unsigned long word = 0;
        get(process, address, &word, sizeof word);
        address += sizeof word;
        return word;
    };
    address += (next() + 1) * sizeof(long);  // the arguments and their end
    while (next() != 0) {
    }
    for (unsigned long type = next(); type != AT_NULL; type = next()) {
        unsigned long ignored = AT_IGNORE;
        if (type == AT_SYSINFO_EHDR)
            put(process, address - sizeof ignored, &ignored, sizeof ignored);
        next();
    }
}
