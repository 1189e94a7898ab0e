#include "common/net/special_purpose.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace monitoring {

namespace {

enum class Reach { global, special };

struct Block {
    std::string_view network;
    Reach reach;
};

/// A smaller block stands below the block that contains it. Blocks whose "Globally Reachable" is
/// N/A (6to4, Teredo, ORCHID) are special.
constexpr std::array kBlocks = {
    Block{"0.0.0.0/0", Reach::global},          // what the registry does not name
    Block{"0.0.0.0/8", Reach::special},         // this network
    Block{"10.0.0.0/8", Reach::special},        // private use
    Block{"100.64.0.0/10", Reach::special},     // shared address space (carrier-grade NAT)
    Block{"127.0.0.0/8", Reach::special},       // loopback
    Block{"169.254.0.0/16", Reach::special},    // link-local
    Block{"172.16.0.0/12", Reach::special},     // private use
    Block{"192.0.0.0/24", Reach::special},      // IETF protocol assignments
    Block{"192.0.0.9/32", Reach::global},       // ... Port Control Protocol anycast
    Block{"192.0.0.10/32", Reach::global},      // ... TURN anycast
    Block{"192.0.2.0/24", Reach::special},      // documentation
    Block{"192.31.196.0/24", Reach::global},    // AS112
    Block{"192.52.193.0/24", Reach::global},    // AMT
    Block{"192.88.99.0/24", Reach::special},    // 6to4 relay anycast, withdrawn
    Block{"192.168.0.0/16", Reach::special},    // private use
    Block{"192.175.48.0/24", Reach::global},    // AS112
    Block{"198.18.0.0/15", Reach::special},     // benchmarking
    Block{"198.51.100.0/24", Reach::special},   // documentation
    Block{"203.0.113.0/24", Reach::special},    // documentation
    Block{"224.0.0.0/4", Reach::special},       // multicast
    Block{"240.0.0.0/4", Reach::special},       // reserved, and limited broadcast
    Block{"::/0", Reach::special},              // loopback, NAT64, unique-local, and so on
    Block{"2000::/3", Reach::global},           // global unicast
    Block{"2001::/23", Reach::special},         // IETF protocol assignments, Teredo among them
    Block{"2001:1::1/128", Reach::global},      // ... Port Control Protocol anycast
    Block{"2001:1::2/128", Reach::global},      // ... TURN anycast
    Block{"2001:1::3/128", Reach::global},      // ... DNS-SD service registration anycast
    Block{"2001:3::/32", Reach::global},        // ... AMT
    Block{"2001:4:112::/48", Reach::global},    // ... AS112
    Block{"2001:20::/28", Reach::global},       // ... ORCHIDv2
    Block{"2001:30::/28", Reach::global},       // ... drone remote identification
    Block{"2001:db8::/32", Reach::special},     // documentation
    Block{"2002::/16", Reach::special},         // 6to4
    Block{"2620:4f:8000::/48", Reach::global},  // AS112
    Block{"3fff::/20", Reach::special},         // documentation
};

struct ParsedBlock {
    Network network;
    Reach reach;
};

std::vector<ParsedBlock> parse_blocks() {
    std::vector<ParsedBlock> blocks;
    for (const auto& [network, reach] : kBlocks) {
        blocks.push_back({parse_network(network).value(), reach});
    }
    return blocks;
}

}  // namespace

bool is_global(const IpAddress& address) {
    static const auto blocks = parse_blocks();
    const auto smallest = std::find_if(
        blocks.rbegin(), blocks.rend(),
        [&address](const ParsedBlock& block) { return block.network.contains(address); });
    return smallest != blocks.rend() && smallest->reach == Reach::global;
}

}  // namespace monitoring
