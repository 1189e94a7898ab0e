#pragma once

#include <poll.h>

#include <memory>
#include <optional>
#include <vector>

#include "common/dns/answer.hpp"
#include "common/dns/server.hpp"

namespace monitoring {

/// How a question travels: in UDP with the announcement that an answer may have 1232 bytes
/// (EDNS, RFC 6891), in UDP as in 1987, or over TCP, where any answer fits without EDNS.
enum class Transport { udp_with_edns, udp, tcp };

/// One question to one server over one socket. It waits until it is destroyed: who asks decides for
/// how long.
class Channel {
public:
    Channel(const Server& server, const Question& question, Transport transport);
    ~Channel();
    Channel(Channel&&) noexcept;
    Channel& operator=(Channel&&) noexcept;
    Channel(const Channel&) = delete;
    Channel& operator=(const Channel&) = delete;

    [[nodiscard]] Transport transport() const;

    /// Adds what it waits for; nothing once there is an answer.
    void add_to(std::vector<pollfd>& waiting) const;

    /// Reads and writes what is possible now.
    void process();

    /// What the server answered, or why it cannot be asked. Whatever does not belong to the
    /// question (another number, another name, another sender) is no answer.
    /// It is given once.
    [[nodiscard]] std::optional<DnsAnswer> take_answer();

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace monitoring
