#include "common/dns/channel.hpp"

#include <ares.h>
#include <fmt/format.h>
#include <string.h>

#include <array>
#include <string>
#include <utility>

#include "common/dns/random.hpp"
#include "common/dns/socket_log.hpp"
#include "common/text/error.hpp"

namespace monitoring {

namespace {

struct ChannelCloser {
    void operator()(ares_channel channel) const { ares_destroy(channel); }
};
using AresChannel = std::unique_ptr<std::remove_pointer_t<ares_channel>, ChannelCloser>;

struct StringFreer {
    void operator()(unsigned char* text) const { ares_free_string(text); }
};

constexpr int kUdpPayload = 1232;  // fits where IPv6 does, so that no answer is fragmented
constexpr int kClassIn = 1;

Error library_error(std::string_view what, int status) {
    return Error(fmt::format("{}: {}", what, ares_strerror(status)));
}

/// A channel of c-ares that knows everything from here and so reads no file.
AresChannel make_channel(Transport transport) {
    std::string lookups = "b";
    ares_options options{};
    options.flags =
        ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | ARES_FLAG_IGNTC | ARES_FLAG_NOCHECKRESP;
    if (transport == Transport::udp_with_edns) options.flags |= ARES_FLAG_EDNS;
    if (transport == Transport::tcp) options.flags |= ARES_FLAG_USEVC;
    options.ednspsz = kUdpPayload;
    options.timeout = 24 * 3600 * 1000;  // whoever waits decides for how long
    options.tries = 1;
    options.ndots = 1;
    options.lookups = lookups.data();
    // An address that is replaced before anything is sent.
    in_addr nowhere{};
    options.servers = &nowhere;
    options.nservers = 1;
    ares_channel channel = nullptr;
    const int status =
        ares_init_options(&channel, &options,
                          ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_NDOTS |
                              ARES_OPT_SERVERS | ARES_OPT_DOMAINS | ARES_OPT_LOOKUPS |
                              ARES_OPT_SORTLIST | ARES_OPT_EDNSPSZ | ARES_OPT_NOROTATE);
    if (status != ARES_SUCCESS) throw library_error("cannot start c-ares", status);
    return AresChannel(channel);
}

void set_server(ares_channel channel, const Server& server) {
    ares_addr_port_node node{};
    node.family = server.address.family;
    if (node.family == AF_INET) {
        memcpy(&node.addr.addr4, server.address.bytes.data(), sizeof node.addr.addr4);
    } else {
        memcpy(&node.addr.addr6, server.address.bytes.data(), sizeof node.addr.addr6);
    }
    node.udp_port = node.tcp_port = server.port;
    const int status = ares_set_servers_ports(channel, &node);
    if (status != ARES_SUCCESS) throw library_error("cannot ask " + server.text(), status);
}

}  // namespace

/// c-ares keeps a pointer to it, so it stays where it is.
class Channel::Implementation {
public:
    Implementation(const Server& server, Question question, Transport transport)
        : transport_(transport), question_(std::move(question)), channel_(make_channel(transport)) {
        log_.server = server;
        set_server(channel_.get(), server);
        use_logged_sockets(channel_.get(), log_);
        send();
    }

    [[nodiscard]] Transport transport() const { return transport_; }
    [[nodiscard]] std::optional<DnsAnswer> take_answer() { return std::exchange(answer_, {}); }

    void add_to(std::vector<pollfd>& waiting) const {
        std::array<ares_socket_t, ARES_GETSOCK_MAXNUM> sockets{};
        const auto bits = static_cast<unsigned>(
            ares_getsock(channel_.get(), sockets.data(), ARES_GETSOCK_MAXNUM));
        for (unsigned i = 0; i < ARES_GETSOCK_MAXNUM && !answer_; ++i) {
            int events = 0;
            if (ARES_GETSOCK_READABLE(bits, i) != 0) events |= POLLIN;
            if (ARES_GETSOCK_WRITABLE(bits, i) != 0) events |= POLLOUT;
            if (events == 0) continue;
            waiting.push_back({sockets.at(i), static_cast<short>(events), 0});
        }
    }

    void process() {
        std::vector<pollfd> waiting;
        add_to(waiting);
        poll(waiting.data(), waiting.size(), 0);
        for (const auto& [socket, events, found] : waiting) {
            const bool is_readable = (found & (POLLIN | POLLERR | POLLHUP)) != 0;
            const bool is_writable = (found & POLLOUT) != 0;
            ares_process_fd(channel_.get(), is_readable ? socket : ARES_SOCKET_BAD,
                            is_writable ? socket : ARES_SOCKET_BAD);
        }
        if (!answer_ && !log_.message.empty()) answer_ = read_answer(log_.message, question_);
    }

private:
    void send() {
        unsigned char* bytes = nullptr;
        int size = 0;
        const int payload = transport_ == Transport::udp_with_edns ? kUdpPayload : 0;
        const int status =
            ares_create_query(question_.name.c_str(), kClassIn, static_cast<int>(question_.type),
                              random_number(), 1, &bytes, &size, payload);
        const std::unique_ptr<unsigned char, StringFreer> owner(bytes);
        if (status != ARES_SUCCESS) throw library_error("cannot ask for " + question_.name, status);
        ares_send(channel_.get(), bytes, size, take_end, this);
    }

    /// Only for failures: what was received is in the log, and a message there is the answer.
    static void take_end(void* self, int status, int /*timeouts*/, unsigned char* /*bytes*/,
                         int /*size*/) {
        auto& channel = *static_cast<Implementation*>(self);
        if (status == ARES_EDESTRUCTION || !channel.log_.message.empty()) return;
        channel.answer_ = DnsAnswer{};
        channel.answer_->problem = problem_of(channel.log_, ares_strerror(status));
    }

    Transport transport_;
    Question question_;
    SocketLog log_;
    std::optional<DnsAnswer> answer_;
    AresChannel channel_;  ///< the first to be destroyed: it closes sockets, which is logged
};

Channel::Channel(const Server& server, const Question& question, Transport transport)
    : implementation_(std::make_unique<Implementation>(server, question, transport)) {}
Channel::~Channel() = default;
Channel::Channel(Channel&&) noexcept = default;
Channel& Channel::operator=(Channel&&) noexcept = default;

Transport Channel::transport() const { return implementation_->transport(); }
void Channel::add_to(std::vector<pollfd>& waiting) const { implementation_->add_to(waiting); }
void Channel::process() { implementation_->process(); }
std::optional<DnsAnswer> Channel::take_answer() { return implementation_->take_answer(); }

}  // namespace monitoring
