#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "common/netfilter/netlink_message.hpp"
#include "common/runtime/deadline.hpp"
#include "common/runtime/file.hpp"

namespace monitoring {

/// A question to a part of netfilter, see linux/netfilter/nfnetlink.h.
struct NetfilterRequest {
    std::uint8_t subsystem = 0;  ///< such as NFNL_SUBSYS_NFTABLES
    std::uint8_t question = 0;   ///< such as NFT_MSG_GETCHAIN
    std::uint8_t answer = 0;     ///< such as NFT_MSG_NEWCHAIN
    bool is_dump = true;         ///< NLM_F_DUMP: all objects of that type
    std::uint8_t family = 0;
    /// The attributes 1 and 2, left out where they are empty.
    std::array<std::string_view, 2> texts{};
};

/// Asks netfilter in this network namespace, by netlink(7).
class NetfilterSocket {
public:
    /// Waits for answers until the tool itself is out of time.
    NetfilterSocket() = default;
    explicit NetfilterSocket(Seconds timeout) : deadline_(timeout) {}

    /// Sends a question. What is left of the last answer is dropped. Throws NetlinkFailure.
    void ask(const NetfilterRequest& request);

    /// The next message of the answer, which stays until the next call; empty behind the last one.
    /// Throws NetlinkFailure.
    [[nodiscard]] std::optional<NetlinkMessage> next();

private:
    // The kernel fills datagrams of up to 32 KiB when the reader has room for them.
    using Room = std::array<char, 32768>;

    void open();
    [[nodiscard]] std::string_view receive();

    std::optional<Deadline> deadline_{};
    UniqueFd socket_;
    std::unique_ptr<Room> room_;
    std::uint32_t sequence_ = 0;
    NetlinkAnswer answer_;
};

}  // namespace monitoring
