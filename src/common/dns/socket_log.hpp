#pragma once

#include <string>
#include <string_view>

#include "common/dns/answer.hpp"
#include "common/dns/server.hpp"

/// A channel of c-ares, under the name that its header has for it.
struct ares_channeldata;

namespace monitoring {

/// What happens on the sockets of one question. c-ares tells neither why one fails nor what it
/// leaves out, and its later versions hand over what they made of a message, in which damage no
/// longer shows. So a message is taken as it came.
struct SocketLog {
    Server server;
    std::string question;    ///< the message that was sent
    std::string stream;      ///< what came over TCP and is not yet a message
    std::string message;     ///< the answer to the question, once there is one
    int error = 0;           ///< errno of the first call that failed
    bool is_closed = false;  ///< by the server
};

/// Whether a message answers the question by its number, and by the question that it repeats. An
/// error need not repeat it: who cannot read a question cannot do so.
[[nodiscard]] bool is_answer_to(std::string_view question, std::string_view message);

/// Makes a channel use sockets of ours, which write that log; it must outlive the channel.
void use_logged_sockets(ares_channeldata* channel, SocketLog& log);

/// Why there was no answer, by the log; else by what c-ares says.
[[nodiscard]] Problem problem_of(const SocketLog& log, const std::string& reason);

}  // namespace monitoring
