#pragma once

#include "common/netfilter/input_filter.hpp"

namespace monitoring {

/// The base chains of type filter on the hook input that nf_tables has for a family (AF_INET or
/// AF_INET6) in this network namespace, together; not loaded without any. Throws Error without
/// permission.
[[nodiscard]] InputFilter read_nf_tables(int family);

}  // namespace monitoring
