#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// An IPv4 or IPv6 address. IPv4 sorts before IPv6, and each by its number.
struct IpAddress {
    int family = 0;                        ///< AF_INET or AF_INET6
    std::array<std::uint8_t, 16> bytes{};  ///< in network order; IPv4 has the first four
    std::string scope;                     ///< of a link-local IPv6 address: "eth0", else empty

    [[nodiscard]] std::strong_ordering operator<=>(const IpAddress&) const = default;
    [[nodiscard]] bool operator==(const IpAddress&) const = default;

    /// As in "192.0.2.1", "2001:db8::1" or "fe80::1%eth0".
    [[nodiscard]] std::string text() const;
};

/// The address that fills the whole text; empty for anything else.
[[nodiscard]] std::optional<IpAddress> parse_ip_address(std::string_view text);

/// The same for an option: throws UsageError.
[[nodiscard]] IpAddress ip_address_option(std::string_view text);

/// The addresses with a common prefix.
struct Network {
    IpAddress address;
    unsigned prefix_length = 0;
    std::string text;  ///< as the user wrote it

    /// Whether the address is one of them; its scope does not matter.
    [[nodiscard]] bool contains(const IpAddress& other) const;
};

/// "192.168.0.0/16", "2001:db8::/32", or one address; empty for anything else.
[[nodiscard]] std::optional<Network> parse_network(std::string_view text);

/// The same for an option: throws UsageError.
[[nodiscard]] Network network_option(std::string_view text);

/// Whether the address is in one of the networks.
[[nodiscard]] bool is_in_any(const std::vector<Network>& networks, const IpAddress& address);

/// The networks as the user wrote them.
[[nodiscard]] std::vector<std::string> network_texts(const std::vector<Network>& networks);

/// A host's name or address, and a port if one was given.
struct HostPort {
    std::string host;  ///< an IPv6 address without its brackets
    std::optional<std::uint16_t> port;
};

/// A host's name or address, of IPv6 with or without brackets. Throws UsageError.
[[nodiscard]] std::string host_option(std::string_view text);

/// "HOST", "HOST:PORT", "[IPV6]", "[IPV6]:PORT", or an IPv6 address alone. Throws UsageError.
[[nodiscard]] HostPort host_port_option(std::string_view text);

/// A port from 1 to 65535. Throws UsageError.
[[nodiscard]] std::uint16_t port_option(std::string_view text);

/// "HOST:PORT", with brackets around an IPv6 address.
[[nodiscard]] std::string format_host_port(std::string_view host, std::uint16_t port);

}  // namespace monitoring
