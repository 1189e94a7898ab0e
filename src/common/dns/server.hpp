#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/net/network_address.hpp"

namespace monitoring {

constexpr std::uint16_t kDnsPort = 53;

/// A name server.
struct Server {
    IpAddress address;
    std::uint16_t port = kDnsPort;

    [[nodiscard]] bool operator==(const Server&) const = default;

    /// "192.0.2.53", or with its port if that is not 53: "192.0.2.53:5300", "[::1]:5300".
    [[nodiscard]] std::string text() const;
};

/// "ADDR", "ADDR:PORT", "[ADDR]" or "[ADDR]:PORT". Throws UsageError, also for a host's name.
[[nodiscard]] Server server_option(std::string_view text);

}  // namespace monitoring
