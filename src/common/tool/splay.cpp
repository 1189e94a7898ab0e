#include "common/tool/splay.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>
#include <time.h>

#include "common/runtime/activity.hpp"
#include "common/runtime/deadline_timer.hpp"
#include "common/text/hash.hpp"
#include "common/tool/common_options.hpp"

namespace monitoring {

Seconds splay_option(std::string_view text) {
    static constexpr Seconds kMost{20};
    const Seconds splay = duration_option(text);
    if (splay <= kMost) return splay;
    throw UsageError(fmt::format("'{}' is more than {} s", text, kMost.count()));
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
    while (nanosleep(&left, &left) != 0) continue;
}

void wait_for_turn(const Arguments& arguments) {
    static constexpr Seconds kAgentWaits{30};
    CommonOptions& common = *arguments.common;
    if (common.splay.count() <= 0) return;
    if (common.timeout && common.splay + *common.timeout > kAgentWaits) {
        throw UsageError(fmt::format(
            "--splay {} and --timeout {} take longer than the {} s for which mackerel-agent waits",
            common.splay.count(), common.timeout->count(), kAgentWaits.count()));
    }
    stop_deadline();
    utsname host{};
    uname(&host);
    const Activity activity("waiting for its turn, as --splay says");
    const std::vector<std::string> words(arguments.argv, arguments.argv + arguments.argc);
    sleep_for(host_delay(host.nodename, words, common.splay));
    common.started_at = std::chrono::steady_clock::now();
    if (common.timeout) start_deadline(common);
}

}  // namespace monitoring
