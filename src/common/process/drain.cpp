#include "common/process/drain.hpp"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace monitoring {

void Drain::read_some() {
    const bool is_wanted = take_ || captured_.text.size() < max_kept_;
    const ssize_t count = is_wanted ? keep_some() : drop_some();
    if (count > 0) {
        captured_.bytes += static_cast<std::size_t>(count);
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        pipe_ = {};
    }
}

/// Small at first: most print a line, and each page of a buffer would cost more than the read.
std::span<char> Drain::room() {
    constexpr std::size_t kSmall = 4096;
    constexpr std::size_t kLarge = 65536;
    int waiting = 0;
    const bool is_known = ioctl(pipe_.get(), FIONREAD, &waiting) == 0;
    const bool is_small = is_known && waiting <= static_cast<int>(kSmall);
    const std::size_t size = is_small ? kSmall : kLarge;
    if (size > room_size_) {
        room_ = std::make_unique_for_overwrite<char[]>(size);
        room_size_ = size;
    }
    return {room_.get(), room_size_};
}

ssize_t Drain::keep_some() {
    const auto buffer = room();
    const ssize_t count = read(pipe_.get(), buffer.data(), buffer.size());
    if (count > 0 && take_) {
        take_({buffer.data(), static_cast<std::size_t>(count)});
    } else if (count > 0) {
        const auto room = max_kept_ - captured_.text.size();
        captured_.text.append(buffer.data(), std::min(static_cast<std::size_t>(count), room));
    }
    return count;
}

/// In large pieces: the writer shall lose no time to us.
ssize_t Drain::drop_some() {
    constexpr int kLargePipe = 1 << 20;
    if (!null_.is_open()) {
        null_ = UniqueFd(open("/dev/null", O_WRONLY | O_CLOEXEC));
        fcntl(pipe_.get(), F_SETPIPE_SZ, kLargePipe);
    }
    // A root without /dev/null: in small pieces, of which nothing is kept.
    if (!null_.is_open()) return keep_some();
    return splice(pipe_.get(), nullptr, null_.get(), nullptr, kLargePipe, SPLICE_F_NONBLOCK);
}

}  // namespace monitoring
