#include "common/hosts/address_order.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "common/net/network_address.hpp"
#include "common/runtime/file.hpp"

namespace monitoring {

namespace {

/// A line of the table of policies, see gai.conf(5). The first that an address is in counts.
struct Policy {
    const char* network;
    int precedence;
    int label;
};
constexpr std::array<Policy, 8> kPolicies = {{{"::1/128", 50, 0},
                                              {"::ffff:0:0/96", 10, 4},
                                              {"::/96", 20, 3},
                                              {"2002::/16", 30, 2},
                                              {"2001::/32", 40, 7},
                                              {"fec0::/10", 40, 5},
                                              {"fc00::/7", 40, 6},
                                              {"::/0", 40, 1}}};

/// How far an address reaches (RFC 4007, RFC 6724, 3.1).
struct Reach {
    const char* network;
    int scope;
};
constexpr std::array<Reach, 6> kReaches = {{{"fe80::/10", 2},
                                            {"fec0::/10", 5},
                                            {"::1/128", 2},
                                            {"::ffff:127.0.0.0/104", 2},
                                            {"::ffff:169.254.0.0/112", 2},
                                            {"::/0", 14}}};

/// What speaks for an address, the most important first: whether there is a route to it, whether
/// the source has its scope and its label, its precedence, how near it is, and how many bits it has
/// in common with the source. More is better.
using Preference = std::array<int, 6>;

struct Candidate {
    SocketAddress address;
    Preference preference{};
};

}  // namespace

/// The line of a table that the address is in.
template <typename Table>
static auto line_of(const Table& table, const IpAddress& address) {
    return *std::find_if(table.begin(), table.end() - 1, [&address](const auto& line) {
        const auto network = parse_network(line.network);
        return network && network->contains(address);
    });
}

static int scope_of(const IpAddress& address) {
    // That of a multicast address stands in it (RFC 4291, 2.7).
    if (address.bytes[0] == 0xff) return address.bytes[1] & 0xf;
    return line_of(kReaches, address).scope;
}

/// As IPv6, where IPv4 has a part for itself.
static IpAddress mapped(const IpAddress& address) {
    if (address.family == AF_INET6) return address;
    IpAddress ipv6;
    ipv6.family = AF_INET6;
    ipv6.bytes[10] = ipv6.bytes[11] = 0xff;
    std::copy_n(address.bytes.begin(), 4, ipv6.bytes.begin() + 12);
    return ipv6;
}

static int common_bits(const IpAddress& one, const IpAddress& other) {
    int count = 0;
    for (std::size_t i = 0; i < one.bytes.size(); ++i) {
        const unsigned differing = one.bytes.at(i) ^ other.bytes.at(i);
        if (differing == 0) {
            count += 8;
            continue;
        }
        for (unsigned bit = 0x80; (differing & bit) == 0; bit >>= 1U) ++count;
        break;
    }
    return count;
}

/// The address of ours from which a packet to that one would come; empty without a route.
static std::optional<IpAddress> source_for(const SocketAddress& destination) {
    const int family = destination.storage.ss_family;
    const UniqueFd descriptor(socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    SocketAddress source{{}, sizeof(sockaddr_storage)};
    if (!descriptor.is_open() ||
        connect(descriptor.get(), destination.get(), destination.size) != 0 ||
        getsockname(descriptor.get(), source.get(), &source.size) != 0) {
        return {};
    }
    return ip_address_in(source.get());
}

static Preference preference_for(const SocketAddress& socket_address) {
    const auto address = ip_address_in(socket_address.get());
    const auto source = source_for(socket_address);
    if (!address || !source) return {};
    const auto there = mapped(*address);
    const auto here = mapped(*source);
    const auto policy = line_of(kPolicies, there);
    const int scope = scope_of(there);
    const bool is_ipv6 = address->family == AF_INET6;
    const auto is_like_source = [](int of_address, int of_source) {
        return of_address == of_source ? 1 : 0;
    };
    return {1, is_like_source(scope, scope_of(here)),
            is_like_source(policy.label, line_of(kPolicies, here).label), policy.precedence, -scope,
            // Among those of IPv4 it would undo the rotation by name servers.
            is_ipv6 ? common_bits(there, here) : 0};
}

void sort_by_preference(std::vector<SocketAddress>& addresses) {
    if (addresses.size() < 2) return;
    std::vector<Candidate> candidates;
    for (const auto& address : addresses) {
        candidates.push_back({address, preference_for(address)});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& one, const Candidate& other) {
                         return one.preference > other.preference;
                     });
    std::transform(candidates.begin(), candidates.end(), addresses.begin(),
                   [](const Candidate& candidate) { return candidate.address; });
}

}  // namespace monitoring
