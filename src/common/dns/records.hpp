#pragma once

#include <string>
#include <vector>

#include "common/dns/answer.hpp"
#include "common/net/network_address.hpp"

namespace monitoring {

/// The records as they are shown.
[[nodiscard]] std::vector<std::string> record_texts(const Records& records);

/// The records that are an address in none of the networks, or no address, as they are shown.
[[nodiscard]] std::vector<std::string> records_outside(const Records& records,
                                                       const std::vector<Network>& networks);

/// The addresses that none of the records is.
[[nodiscard]] std::vector<std::string> missing_addresses(const Records& records,
                                                         const std::vector<IpAddress>& addresses);

}  // namespace monitoring
