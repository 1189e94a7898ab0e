#pragma once

#include <poll.h>

#include <optional>
#include <string>
#include <string_view>

#include "common/dns/answer.hpp"
#include "common/dns/server.hpp"
#include "common/runtime/file.hpp"

namespace monitoring {

/// How a query travels: over UDP with EDNS (an answer may have 1232 bytes), over UDP without EDNS
/// (512 bytes), or over TCP, where any answer fits.
enum class Transport { udp_with_edns, udp, tcp };

/// One query to one server over one socket that never blocks. It has no timeout of its own.
class QuerySocket {
public:
    QuerySocket(const Server& server, const Question& question, Transport transport);

    [[nodiscard]] Transport transport() const { return transport_; }

    /// What poll(2) is to wait for before the next call of process().
    [[nodiscard]] pollfd awaited() const;

    /// Sends and receives what is possible now. Gives what the server answered, or why it cannot be
    /// asked, once that is known; not to be called after that. A message that does not belong to
    /// the query (another number, name or sender) is no answer.
    [[nodiscard]] std::optional<DnsAnswer> process();

private:
    void send();
    void receive();
    void take(std::string_view message);

    Transport transport_;
    Question question_;
    std::string query_;
    UniqueFd socket_;
    std::string unsent_;   ///< of the query; over TCP with its length in front (RFC 1035, 4.2.2)
    std::string stream_;   ///< received over TCP, and not yet a whole message
    std::string message_;  ///< the answer to the query
    int error_ = 0;        ///< errno of the call that failed
};

}  // namespace monitoring
