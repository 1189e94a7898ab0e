#include "common/tool/splay.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <sys/utsname.h>
#include <time.h>

#include "common/runtime/activity.hpp"
#include "common/runtime/deadline_timer.hpp"
#include "common/runtime/file.hpp"
#include "common/text/hash.hpp"

namespace monitoring {

Seconds splay_option(std::string_view text) {
    static constexpr Seconds kMaxSplay{20};
    const Seconds splay = duration_option(text);
    if (splay <= kMaxSplay) return splay;
    throw UsageError(fmt::format("'{}' is more than {} s", text, kMaxSplay.count()));
}

Seconds host_delay(std::string_view host, const std::vector<std::string>& key, Seconds span) {
    std::vector<std::string_view> words{host};
    words.insert(words.end(), key.begin(), key.end());
    return span * hash_fraction(words);
}

static void sleep_for(Seconds time) {
    timespec left{};
    left.tv_sec = static_cast<time_t>(time.count());
    left.tv_nsec =
        static_cast<long>((time.count() - static_cast<double>(left.tv_sec)) * 1'000'000'000);
    // What else it fails with, as in a sandbox, it would fail with again.
    while (nanosleep(&left, &left) != 0 && errno == EINTR) continue;
}

static std::string node_name() {
    utsname host{};
    uname(&host);
    return host.nodename;
}

std::string host_identity(std::string_view given_name) {
    constexpr std::size_t kMaxSize = 4096;
    std::string name = given_name.empty() ? node_name() : std::string(given_name);
    const bool is_its_own =
        !name.empty() && name != "(none)" && name.substr(0, name.find('.')) != "localhost";
    if (is_its_own) return name;
    try {
        return read_file_if_exists("/etc/machine-id", kMaxSize).value_or(name);
    } catch (const Error&) {
        return name;
    }
}

bool wait_for_turn(const Arguments& arguments) {
    static constexpr Seconds kAgentWaits{30};
    const CommonOptions& common = *arguments.common;
    if (common.splay.count() <= 0) return false;
    if (common.timeout && common.splay + *common.timeout > kAgentWaits) {
        throw UsageError(fmt::format(
            "--splay {} and --timeout {} take longer than the {} s for which mackerel-agent waits",
            common.splay.count(), common.timeout->count(), kAgentWaits.count()));
    }
    const auto identity = host_identity();
    stop_deadline();
    const Activity activity("waiting for its turn, as --splay says");
    const std::vector<std::string> words(arguments.argv, arguments.argv + arguments.argc);
    sleep_for(host_delay(identity, words, common.splay));
    return true;
}

}  // namespace monitoring
