#pragma once

#include <cstddef>
#include <string_view>

#include "common/netfilter/input_filter.hpp"
#include "common/text/error.hpp"

namespace monitoring {

/// A table of iptables-legacy: rules of one family, one behind the other, as the kernel gives them
/// (struct ipt_entry or ip6t_entry).
struct LegacyTable {
    int family = 0;  ///< AF_INET or AF_INET6
    std::string_view rules;
    std::size_t input = 0;   ///< where the chain INPUT begins
    std::size_t policy = 0;  ///< where the rule behind its last one is: its policy
};

/// What the chain INPUT of the table does. Throws Error for a table that cannot be understood, of
/// which nothing outside is read.
[[nodiscard]] InputFilter judge_legacy_table(const LegacyTable& table);

/// Why the table could not be read, for an errno value.
[[nodiscard]] Error legacy_failure(int error_number);

}  // namespace monitoring
