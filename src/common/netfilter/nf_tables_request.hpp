#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/netfilter/netfilter_socket.hpp"

namespace monitoring {

/// Tables of different families may have the same name.
struct NfTablesTable {
    std::uint8_t family = 0;
    std::string name{};

    bool operator==(const NfTablesTable&) const = default;
};

/// The generation of the ruleset, which counts its changes.
[[nodiscard]] NetfilterRequest generation_request();
/// All tables, and all chains, of all families.
[[nodiscard]] NetfilterRequest tables_request();
[[nodiscard]] NetfilterRequest chains_request();
/// The rules of a chain, and the elements of a set.
[[nodiscard]] NetfilterRequest rules_request(const NfTablesTable& table, std::string_view chain);
[[nodiscard]] NetfilterRequest elements_request(const NfTablesTable& table, std::string_view set);

}  // namespace monitoring
