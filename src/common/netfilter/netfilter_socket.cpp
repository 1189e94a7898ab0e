#include "common/netfilter/netfilter_socket.hpp"

#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstring>

namespace monitoring {

namespace {

/// A message to the kernel.
class Message {
public:
    Message(const NetfilterRequest& request, std::uint32_t sequence) {
        nlmsghdr header{};
        header.nlmsg_type = message_type(request.subsystem, request.question);
        header.nlmsg_flags = NLM_F_REQUEST;
        if (request.is_dump) header.nlmsg_flags |= NLM_F_DUMP;
        header.nlmsg_seq = sequence;
        add(&header, sizeof header);
        nfgenmsg body{};
        body.nfgen_family = request.family;
        body.version = NFNETLINK_V0;
        add(&body, sizeof body);
        std::uint16_t type = 0;
        for (const auto text : request.texts) {
            ++type;
            if (!text.empty()) add_text(type, text);
        }
        header.nlmsg_len = static_cast<std::uint32_t>(size_);
        memcpy(bytes_.data(), &header, sizeof header);
    }

    static std::uint16_t message_type(unsigned subsystem, unsigned type) {
        return static_cast<std::uint16_t>(subsystem << 8U | type);
    }

    [[nodiscard]] const char* data() const { return bytes_.data(); }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    void add(const void* data, std::size_t size) {
        if (size > bytes_.size() - size_) throw NetlinkFailure{ENAMETOOLONG};
        memcpy(bytes_.data() + size_, data, size);
        size_ += size;
    }

    /// With the NUL at its end, and padding to a multiple of four.
    void add_text(std::uint16_t type, std::string_view text) {
        static constexpr std::string_view kZeros("\0\0\0\0", 4);
        nlattr header{};
        header.nla_len = static_cast<std::uint16_t>(sizeof header + text.size() + 1);
        header.nla_type = type;
        add(&header, sizeof header);
        add(text.data(), text.size());
        add(kZeros.data(), kZeros.size() - text.size() % kZeros.size());
    }

    // Room for two of the longest names, of 255 characters each.
    std::array<char, 1024> bytes_{};
    std::size_t size_ = 0;
};

}  // namespace

void NetfilterSocket::open() {
    socket_ = UniqueFd(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER));
    if (!socket_.is_open()) throw NetlinkFailure{errno};
    // Not initialised: recvfrom(2) fills it.
    if (!room_) room_ = std::make_unique_for_overwrite<Room>();
}

void NetfilterSocket::ask(const NetfilterRequest& request) {
    // A socket takes no other question while its last one is being answered.
    if (!socket_.is_open() || !answer_.is_complete()) open();
    const Message message(request, ++sequence_);
    answer_ = NetlinkAnswer(Message::message_type(request.subsystem, request.answer), sequence_,
                            request.is_dump);
    // nl_pid 0 is the kernel.
    sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    if (sendto(socket_.get(), message.data(), message.size(), 0,
               reinterpret_cast<const sockaddr*>(&kernel), sizeof kernel) < 0) {
        throw NetlinkFailure{errno};
    }
}

std::optional<NetlinkMessage> NetfilterSocket::next() {
    while (true) {
        if (auto message = answer_.next()) return message;
        if (answer_.is_complete()) return {};
        answer_.add(receive());
    }
}

/// The next datagram of the kernel's; those of other processes are ignored.
std::string_view NetfilterSocket::receive() {
    while (true) {
        sockaddr_nl sender{};
        socklen_t size = sizeof sender;
        const ssize_t received = recvfrom(socket_.get(), room_->data(), room_->size(),
                                          MSG_TRUNC | (deadline_ ? MSG_DONTWAIT : 0),
                                          reinterpret_cast<sockaddr*>(&sender), &size);
        if (received >= 0 && sender.nl_pid == 0) {
            const auto length = static_cast<std::size_t>(received);
            // MSG_TRUNC gives the length that it would have had.
            if (length > room_->size()) throw NetlinkFailure{EMSGSIZE};
            return {room_->data(), length};
        }
        if (received >= 0 || errno == EINTR) continue;
        if (!deadline_ || errno != EAGAIN) throw NetlinkFailure{errno};
        if (!wait_for(socket_.get(), POLLIN, deadline_->remaining())) {
            throw NetlinkFailure{ETIMEDOUT};
        }
    }
}

}  // namespace monitoring
