#include "common/netfilter/netlink_message.hpp"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

#include <algorithm>
#include <cstddef>

#include "common/netfilter/structure.hpp"

namespace monitoring {

/// The structure at the start of the bytes.
template <typename Structure>
static Structure read_header(std::string_view bytes) {
    Structure structure{};
    if (!copy_structure(bytes, 0, structure)) throw NetlinkFailure{EBADMSG};
    return structure;
}

/// Removes a message or attribute of that length and its padding (to a multiple of four) from the
/// front, and gives what stands behind its header.
static std::string_view take(std::string_view& bytes, std::size_t length, std::size_t header) {
    if (length < header || length > bytes.size()) throw NetlinkFailure{EBADMSG};
    const auto content = bytes.substr(header, length - header);
    bytes.remove_prefix(std::min((length + 3) & ~std::size_t{3}, bytes.size()));
    return content;
}

bool NetlinkAttributes::next() {
    if (rest_.empty()) return false;
    const auto header = read_header<nlattr>(rest_);
    value_ = take(rest_, header.nla_len, sizeof header);
    type_ = header.nla_type & ~static_cast<unsigned>(NLA_F_NESTED | NLA_F_NET_BYTEORDER);
    return true;
}

bool NetlinkAttributes::find(unsigned type) {
    while (next()) {
        if (type_ == type) return true;
    }
    return false;
}

std::uint32_t NetlinkAttributes::number() const {
    if (value_.size() != sizeof(std::uint32_t)) throw NetlinkFailure{EBADMSG};
    return ntohl(read_header<std::uint32_t>(value_));
}

std::string_view NetlinkAttributes::text() const {
    const auto end = value_.find('\0');
    if (end == std::string_view::npos) throw NetlinkFailure{EBADMSG};
    return value_.substr(0, end);
}

/// Throws for an error that stands in a message of type NLMSG_ERROR or, since Linux 4.16,
/// NLMSG_DONE.
static void require_success(std::string_view content) {
    const auto number = read_header<int>(content);
    if (number < 0) throw NetlinkFailure{-number};
}

std::optional<NetlinkMessage> NetlinkAnswer::next() {
    // A host with 10,000 services in Kubernetes has some 50,000 chains.
    static constexpr unsigned kMaxMessages = 1U << 20;
    while (!is_complete_ && !rest_.empty()) {
        if (++messages_ > kMaxMessages) throw NetlinkFailure{E2BIG};
        const auto header = read_header<nlmsghdr>(rest_);
        const auto content = take(rest_, header.nlmsg_len, sizeof header);
        if (header.nlmsg_seq != sequence_) continue;
        if ((header.nlmsg_flags & NLM_F_DUMP_INTR) != 0) throw NetlinkFailure{EINTR};
        if (header.nlmsg_type == NLMSG_ERROR || header.nlmsg_type == NLMSG_DONE) {
            require_success(content);
            is_complete_ = true;
        } else if (header.nlmsg_type == type_) {
            is_complete_ = !is_dump_;
            const auto body = read_header<nfgenmsg>(content);
            return NetlinkMessage{body.nfgen_family,
                                  NetlinkAttributes(content.substr(sizeof body))};
        }
    }
    return {};
}

}  // namespace monitoring
