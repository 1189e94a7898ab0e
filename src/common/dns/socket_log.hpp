#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "common/dns/answer.hpp"
#include "common/dns/server.hpp"

/// A channel of c-ares, under the name that its header has for it.
struct ares_channeldata;

namespace monitoring {

/// What happens on the sockets of one question: c-ares tells neither why one fails nor what it
/// leaves out.
struct SocketLog {
    Server server;
    std::size_t largest_datagram = 512;   ///< a larger one counts as truncated
    std::optional<std::uint32_t> number;  ///< of the question, once it has been sent
    int error = 0;                        ///< errno of the first call that failed
    bool is_closed = false;               ///< by the server
    std::string error_message;            ///< an error that came without the question
};

/// Makes a channel use sockets of ours, which write that log; it must outlive the channel.
void use_logged_sockets(ares_channeldata* channel, SocketLog& log);

/// Why there was no answer, by the log; else by what c-ares says.
[[nodiscard]] Problem problem_of(const SocketLog& log, const std::string& reason);

}  // namespace monitoring
