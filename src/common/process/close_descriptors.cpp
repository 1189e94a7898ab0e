#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>

#include "common/process/process.hpp"
#include "common/runtime/directory_entries.hpp"
#include "common/runtime/file.hpp"

namespace monitoring {

/// By close_range(2), since Linux 5.9, for which not each C library has a function. Returns whether
/// it could.
static bool close_ranges(std::span<const int> kept) {
    for (int first = 0; true;) {
        int next = INT_MAX;
        for (const int descriptor : kept) {
            if (descriptor >= first) next = std::min(next, descriptor);
        }
        const auto last = static_cast<unsigned>(next) - 1;
        if (next > first && syscall(SYS_close_range, first, last, 0) != 0) return false;
        if (next == INT_MAX) return true;
        first = next + 1;
    }
}

static void close_unless_kept(int descriptor, std::span<const int> kept) {
    if (std::find(kept.begin(), kept.end(), descriptor) == kept.end()) close(descriptor);
}

/// By the list of them in /proc, if there is one: not by readdir(3), which takes memory from the
/// heap. Returns whether it could.
static bool close_listed(std::span<const int> kept) {
    const UniqueFd list(open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!list.is_open()) return false;
    alignas(dirent) std::array<char, 2048> buffer{};
    while (true) {
        const ssize_t size = read_directory(list.get(), buffer);
        if (size <= 0) return size == 0;
        std::span<const char> entries(buffer.data(), static_cast<std::size_t>(size));
        while (!entries.empty()) {
            int number = 0;
            const char* digit = take_entry(entries).d_name;
            for (; *digit >= '0' && *digit <= '9'; ++digit) number = number * 10 + *digit - '0';
            if (*digit == '\0' && number != list.get()) close_unless_kept(number, kept);
        }
    }
}

/// By their numbers, of which the kernel allows so many unless somebody has told it otherwise.
static void close_one_by_one(std::span<const int> kept) {
    constexpr rlim_t kMaxDescriptors = 1U << 20U;
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    const auto end = static_cast<int>(std::min(limit.rlim_max, kMaxDescriptors));
    for (int descriptor = 0; descriptor < end; ++descriptor) close_unless_kept(descriptor, kept);
}

void close_descriptors_but(std::span<const int> kept) {
    if (!close_ranges(kept) && !close_listed(kept)) close_one_by_one(kept);
}

}  // namespace monitoring
