#include "common/netfilter/conntrack_statistics.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>

#include "common/netfilter/netfilter_socket.hpp"
#include "common/runtime/activity.hpp"
#include "common/text/error.hpp"

namespace monitoring {

static Error failure(int error_number) {
    auto error = system_error("cannot ask the kernel for them", error_number);
    if (error_number != EPERM) return error;
    return Error(fmt::format("{} (needs root or CAP_NET_ADMIN)", error.what()));
}

std::uint64_t drops_of_processor(NetlinkAttributes counters) {
    std::uint64_t drops = 0;
    while (counters.next()) {
        const auto type = counters.type();
        if (type == CTA_STATS_DROP || type == CTA_STATS_EARLY_DROP ||
            type == CTA_STATS_INSERT_FAILED) {
            drops += counters.number();
        }
    }
    return drops;
}

static std::uint64_t read_drops(NetfilterSocket& socket) {
    std::uint64_t drops = 0;
    unsigned processors = 0;
    socket.ask({.subsystem = NFNL_SUBSYS_CTNETLINK,
                .question = IPCTNL_MSG_CT_GET_STATS_CPU,
                .answer = IPCTNL_MSG_CT_GET_STATS_CPU});
    while (const auto message = socket.next()) {
        drops += drops_of_processor(message->attributes);
        ++processors;
    }
    if (processors == 0) throw NetlinkFailure{ENODATA};
    return drops;
}

std::uint64_t ask_conntrack_drops(Seconds timeout) {
    const Activity activity("asking the kernel for dropped nf_conntrack");
    try {
        NetfilterSocket socket(timeout);
        return read_drops(socket);
    } catch (const NetlinkFailure& reason) {
        throw failure(reason.error_number);
    }
}

}  // namespace monitoring
