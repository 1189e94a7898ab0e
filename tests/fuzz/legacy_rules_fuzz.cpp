// Any bytes as a table of iptables-legacy, of both families. The first four say where INPUT begins
// and ends.

#include <sys/socket.h>

#include "common/netfilter/legacy_rules.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 4) return 0;
    const auto input = static_cast<std::size_t>(data[0] | data[1] << 8);
    const auto policy = static_cast<std::size_t>(data[2] | data[3] << 8);
    const auto rules = as_text(data, size).substr(4);
    for (const int family : {AF_INET, AF_INET6}) {
        try {
            const auto filter = judge_legacy_table({family, rules, input, policy});
            require(filter.rules < rules.size() / 112, "each rule and the policy have an entry");
            require(!filter.has_effect || filter.rules > 0, "an effect is that of a rule");
        } catch (const Error& error) {
            require(*error.what() != '\0', "an error has a reason");
        }
    }
    return 0;
}
