#include "common/netfilter/nf_tables_socket.hpp"

#include <errno.h>
#include <fmt/format.h>
#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <sys/socket.h>

namespace monitoring {

// A host with 10,000 services in Kubernetes has some 50,000 chains.
static constexpr unsigned kMaxMessages = 1U << 20;

/// An Error for an errno value, with a hint at the permission that nf_tables needs.
static Error failure(int error_number) {
    Error error = system_error("cannot read nf_tables", error_number);
    if (error_number != EPERM) return error;
    return Error(fmt::format("{} (needs root or CAP_NET_ADMIN)", error.what()));
}

static NoNfTables absence() { return NoNfTables("this kernel has no nf_tables"); }

// Not initialised: recv(2) fills it.
NfTablesSocket::NfTablesSocket() : room_(std::make_unique_for_overwrite<Room>()) {}

NfTablesSocket::~NfTablesSocket() { close(); }

void NfTablesSocket::close() {
    if (socket_ != nullptr) mnl_socket_close(socket_);
    socket_ = nullptr;
}

void NfTablesSocket::open() {
    socket_ = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
    if (socket_ == nullptr && errno == EPROTONOSUPPORT) throw absence();
    if (socket_ == nullptr || mnl_socket_bind(socket_, 0, MNL_SOCKET_AUTOPID) != 0) {
        throw failure(errno);
    }
}

void NfTablesSocket::send(const NfTablesRequest& request) {
    nlmsghdr* const message = nftnl_nlmsg_build_hdr(
        room_->data(), request.type, request.table.family, request.is_dump ? NLM_F_DUMP : 0, 0);
    if (!request.table.name.empty()) {
        static_assert(int{NFTA_RULE_TABLE} == int{NFTA_SET_ELEM_LIST_TABLE} &&
                      int{NFTA_RULE_CHAIN} == int{NFTA_SET_ELEM_LIST_SET});
        mnl_attr_put_strz(message, NFTA_RULE_TABLE, request.table.name.c_str());
        mnl_attr_put_strz(message, NFTA_RULE_CHAIN, request.parent.c_str());
    }
    if (mnl_socket_sendto(socket_, message, message->nlmsg_len) < 0) throw failure(errno);
}

std::size_t NfTablesSocket::receive() {
    while (true) {
        const ssize_t size = mnl_socket_recvfrom(socket_, room_->data(), room_->size());
        if (size > 0) return static_cast<std::size_t>(size);
        if (size == 0) throw failure(EPIPE);
        if (errno != EINTR) throw failure(errno);
    }
}

/// Handles a message of type NLMSG_ERROR.
static void take_error(const nlmsghdr* message) {
    if (mnl_nlmsg_get_payload_len(message) < sizeof(nlmsgerr)) throw failure(EBADMSG);
    const auto* const payload = static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(message));
    switch (-payload->error) {
        case EINVAL:
        case EOPNOTSUPP: throw absence();
        // The chain or set has just been removed.
        case ENOENT: throw NfTablesChanged();
        default: throw failure(-payload->error);
    }
}

void NfTablesSocket::ask(const NfTablesRequest& request,
                         const std::function<bool(const nlmsghdr*)>& take) {
    if (socket_ == nullptr) open();
    send(request);
    unsigned count = 0;
    while (true) {
        auto left = static_cast<int>(receive());
        const auto* message = reinterpret_cast<const nlmsghdr*>(room_->data());
        for (; mnl_nlmsg_ok(message, left); message = mnl_nlmsg_next(message, &left)) {
            if ((message->nlmsg_flags & NLM_F_DUMP_INTR) != 0) throw NfTablesChanged();
            if (message->nlmsg_type == NLMSG_DONE) return;
            if (message->nlmsg_type == NLMSG_ERROR) take_error(message);
            if (++count > kMaxMessages) throw failure(E2BIG);
            if (take(message)) continue;
            // The rest of the dump would come before the next answer.
            if (request.is_dump) close();
            return;
        }
    }
}

}  // namespace monitoring
