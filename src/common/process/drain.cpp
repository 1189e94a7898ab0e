#include "common/process/drain.hpp"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>

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

ssize_t Drain::keep_some() {
    std::array<char, 65536> buffer;  // NOLINT(*-member-init): read(2) fills it
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
