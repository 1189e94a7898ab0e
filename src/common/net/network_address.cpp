#include "common/net/network_address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>

#include "common/text/error.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(family, bytes.data(), text.data(), text.size());
    return scope.empty() ? text.data() : fmt::format("{}%{}", text.data(), scope);
}

std::optional<IpAddress> parse_ip_address(std::string_view text) {
    IpAddress address;
    address.family = text.find(':') == std::string_view::npos ? AF_INET : AF_INET6;
    const auto percent = text.find('%');
    if (percent != std::string_view::npos) {
        address.scope = text.substr(percent + 1);
        if (address.family == AF_INET || address.scope.empty()) return {};
    }
    // A zero byte would end the text for inet_pton.
    if (text.find('\0') != std::string_view::npos) return {};
    const std::string number(text.substr(0, percent));
    if (inet_pton(address.family, number.c_str(), address.bytes.data()) != 1) return {};
    return address;
}

static unsigned bits_of(const IpAddress& address) { return address.family == AF_INET ? 32 : 128; }

bool Network::contains(const IpAddress& other) const {
    if (other.family != address.family) return false;
    const std::size_t whole = prefix_length / 8;
    const unsigned rest = prefix_length % 8;
    if (!std::equal(address.bytes.begin(), address.bytes.begin() + whole, other.bytes.begin())) {
        return false;
    }
    const unsigned mask = 0xff00U >> rest & 0xffU;
    return rest == 0 || ((address.bytes.at(whole) ^ other.bytes.at(whole)) & mask) == 0;
}

IpAddress ip_address_option(std::string_view text) {
    if (auto address = parse_ip_address(text)) return *std::move(address);
    throw UsageError(fmt::format("'{}' is not an IP address", text));
}

std::optional<Network> parse_network(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = parse_ip_address(text.substr(0, slash));
    if (!address || !address->scope.empty()) return {};
    Network network{*address, bits_of(*address), std::string(text)};
    if (slash == std::string_view::npos) return network;
    const auto length = parse_integer(text.substr(slash + 1));
    if (!length || *length > network.prefix_length) return {};
    network.prefix_length = static_cast<unsigned>(*length);
    return network;
}

Network network_option(std::string_view text) {
    if (auto network = parse_network(text)) return *std::move(network);
    throw UsageError(
        fmt::format("'{}' is neither an address nor a network such as 192.168.0.0/16", text));
}

bool is_in_any(const std::vector<Network>& networks, const IpAddress& address) {
    return std::any_of(networks.begin(), networks.end(),
                       [&address](const auto& network) { return network.contains(address); });
}

std::vector<std::string> network_texts(const std::vector<Network>& networks) {
    std::vector<std::string> texts;
    for (const auto& network : networks) texts.push_back(network.text);
    return texts;
}

static constexpr std::string_view kNoHost = "is neither a host's name nor an address";

/// Whether it can be a host's name, or is an IPv4 address.
static bool is_host_name(std::string_view text) {
    static constexpr std::string_view kInNames =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._";
    return !text.empty() && text.find_first_not_of(kInNames) == std::string_view::npos;
}

std::string host_option(std::string_view text) {
    std::string_view host = text;
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto address = parse_ip_address(host);
    const bool is_ipv6 = address && address->family == AF_INET6;
    if (is_host_name(text) || is_ipv6) return std::string(host);
    throw UsageError(fmt::format("'{}' {}", text, text.empty() ? "is empty" : kNoHost));
}

std::uint16_t port_option(std::string_view text) {
    const auto port = parse_integer(text);
    if (port && *port >= 1 && *port <= 65535) return static_cast<std::uint16_t>(*port);
    throw UsageError(fmt::format("'{}' is not a port from 1 to 65535", text));
}

HostPort host_port_option(std::string_view text) {
    const auto mistake = [text](std::string_view reason) {
        return UsageError(fmt::format("'{}' {}", text, reason));
    };
    // The text of a whole URL is quoted whole, so that a password in it is seen as one and left
    // out.
    if (text.find_first_of("/@?") != std::string_view::npos) throw mistake(kNoHost);
    std::string_view host = text;
    std::string_view behind;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) throw mistake("lacks a ]");
        host = text.substr(1, end - 1);
        behind = text.substr(end + 1);
        const auto address = parse_ip_address(host);
        if (!address || address->family != AF_INET6) {
            throw mistake("has no IPv6 address between its brackets");
        }
        if (!behind.empty() && !behind.starts_with(':')) throw mistake("has no : behind its ]");
    } else if (std::count(text.begin(), text.end(), ':') == 1) {
        host = text.substr(0, text.find(':'));
        behind = text.substr(host.size());
    } else if (text.find(':') != std::string_view::npos && !parse_ip_address(text)) {
        throw mistake("is not an IPv6 address");
    }
    if (host.empty()) throw mistake("names no host");
    if (!is_host_name(host) && host.find(':') == std::string_view::npos) throw mistake(kNoHost);
    HostPort result{std::string(host), {}};
    if (!behind.empty()) result.port = port_option(behind.substr(1));
    return result;
}

std::string format_host_port(std::string_view host, std::uint16_t port) {
    const bool is_ipv6 = host.find(':') != std::string_view::npos;
    return is_ipv6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

}  // namespace monitoring
