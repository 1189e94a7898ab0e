#include "common/netfilter/conntrack_statistics.hpp"

#include <arpa/inet.h>
#include <errno.h>
#include <fmt/format.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "common/runtime/activity.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/file.hpp"
#include "common/text/error.hpp"

namespace monitoring {

static Error failure(int error_number) {
    auto error = system_error("cannot ask the kernel for them", error_number);
    if (error_number != EPERM) return error;
    return Error(fmt::format("{} (needs root or CAP_NET_ADMIN)", error.what()));
}

/// The structure at the start of the bytes.
template <typename Value>
static Value read_as(std::string_view bytes) {
    Value value{};
    if (bytes.size() < sizeof value) throw failure(EBADMSG);
    memcpy(&value, bytes.data(), sizeof value);
    return value;
}

/// Removes a message or attribute of that length and its padding (to a multiple of four) from the
/// front, and gives its payload behind a header of `least` bytes.
static std::string_view take(std::string_view& bytes, std::size_t length, std::size_t least) {
    if (length < least || length > bytes.size()) throw failure(EBADMSG);
    const auto part = bytes.substr(least, length - least);
    bytes.remove_prefix(std::min((length + 3) & ~std::size_t{3}, bytes.size()));
    return part;
}

/// The sum of the counters of drops among the attributes of one CPU.
static std::uint64_t drops_in(std::string_view attributes) {
    std::uint64_t drops = 0;
    while (!attributes.empty()) {
        const auto header = read_as<nlattr>(attributes);
        const auto value = take(attributes, header.nla_len, sizeof header);
        const auto type = static_cast<unsigned>(header.nla_type) & 0x3fffU;  // without its flags
        if (type == CTA_STATS_DROP || type == CTA_STATS_EARLY_DROP ||
            type == CTA_STATS_INSERT_FAILED) {
            drops += ntohl(read_as<std::uint32_t>(value));
        }
    }
    return drops;
}

ConntrackStatistics parse_conntrack_statistics(std::string_view datagram, std::uint32_t sequence) {
    static constexpr auto kAnswer = (NFNL_SUBSYS_CTNETLINK << 8U) | IPCTNL_MSG_CT_GET_STATS_CPU;
    ConntrackStatistics statistics;
    while (!datagram.empty()) {
        const auto header = read_as<nlmsghdr>(datagram);
        auto content = take(datagram, header.nlmsg_len, sizeof header);
        if (header.nlmsg_seq != sequence) continue;
        if (header.nlmsg_type == NLMSG_DONE) statistics.is_last = true;
        if (header.nlmsg_type == NLMSG_ERROR) throw failure(-read_as<int>(content));
        if (header.nlmsg_type != kAnswer) continue;
        if (content.size() < sizeof(nfgenmsg)) throw failure(EBADMSG);
        content.remove_prefix(sizeof(nfgenmsg));
        statistics.drops += drops_in(content);
        ++statistics.processors;
    }
    return statistics;
}

static void send_request(int socket, std::uint32_t sequence) {
    struct {
        nlmsghdr header;
        nfgenmsg body;
    } request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = (NFNL_SUBSYS_CTNETLINK << 8U) | IPCTNL_MSG_CT_GET_STATS_CPU;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.header.nlmsg_seq = sequence;
    request.body.version = NFNETLINK_V0;
    // nl_pid 0 is the kernel.
    sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    if (sendto(socket, &request, sizeof request, 0, reinterpret_cast<const sockaddr*>(&kernel),
               sizeof kernel) < 0) {
        throw failure(errno);
    }
}

/// The next datagram from the kernel; those of other processes are ignored.
static std::string_view receive(int socket, std::array<char, 32768>& room,
                                const Deadline& deadline) {
    while (true) {
        pollfd readable{.fd = socket, .events = POLLIN, .revents = 0};
        const auto left = std::max(deadline.remaining(), Seconds(0));
        if (poll(&readable, 1, static_cast<int>(left.count() * 1000)) == 0) {
            throw failure(ETIMEDOUT);
        }
        sockaddr_nl sender{};
        socklen_t size = sizeof sender;
        const ssize_t length = recvfrom(socket, room.data(), room.size(), MSG_DONTWAIT | MSG_TRUNC,
                                        reinterpret_cast<sockaddr*>(&sender), &size);
        if (length < 0 && errno != EINTR && errno != EAGAIN) throw failure(errno);
        if (length < 0 || sender.nl_pid != 0) continue;
        const auto received = static_cast<std::size_t>(length);
        if (received > room.size()) throw failure(EMSGSIZE);
        return {room.data(), received};
    }
}

std::uint64_t ask_conntrack_drops(Seconds timeout) {
    static constexpr std::uint32_t kSequence = 1;
    static constexpr unsigned kMaxDatagrams = 65536;
    const Activity activity("asking the kernel for dropped nf_conntrack");
    const Deadline deadline(timeout);
    const UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
    if (!socket.is_open()) throw failure(errno);
    send_request(socket.get(), kSequence);
    std::array<char, 32768> room{};
    std::uint64_t drops = 0;
    unsigned processors = 0;
    for (unsigned count = 0; count < kMaxDatagrams; ++count) {
        const auto datagram = receive(socket.get(), room, deadline);
        const auto statistics = parse_conntrack_statistics(datagram, kSequence);
        drops += statistics.drops;
        processors += statistics.processors;
        if (!statistics.is_last) continue;
        if (processors == 0) throw failure(ENODATA);
        return drops;
    }
    throw failure(E2BIG);
}

}  // namespace monitoring
