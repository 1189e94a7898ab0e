#include "common/dns/random.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include "common/runtime/file.hpp"

namespace monitoring {

std::uint16_t random_number() {
    std::uint16_t number = 0;
    // So few bytes come at once, or not at all.
    if (getrandom(&number, sizeof number, GRND_NONBLOCK) == sizeof number) return number;
    const UniqueFd device(open("/dev/urandom", O_RDONLY | O_CLOEXEC));
    if (read(device.get(), &number, sizeof number) == sizeof number) return number;
    return static_cast<std::uint16_t>(getpid());
}

}  // namespace monitoring
