#pragma once

#include <string_view>
#include <vector>

#include "common/net/network_address.hpp"

namespace monitoring {

/// The addresses that a hosts(5) gives a name, in its order and each once: those of a family, or
/// with AF_UNSPEC all; at most so many as a connection could try. Lines that begin with no address
/// are skipped, and letters are alike in either case, as glibc has it.
[[nodiscard]] std::vector<IpAddress> find_in_hosts(std::string_view text, std::string_view name,
                                                   int family);

}  // namespace monitoring
