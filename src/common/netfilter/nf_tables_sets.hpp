#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "common/netfilter/input_filter.hpp"
#include "common/netfilter/nf_tables_socket.hpp"

namespace monitoring {

/// What matters of a set or map to the rules that use it.
struct SetContent {
    bool is_empty = true;
    RuleEffect effect{};  ///< of all verdicts in a verdict map together
};

/// The sets and maps of one table, read on demand.
class NfTablesSets {
public:
    explicit NfTablesSets(NfTablesTable table) : table_(std::move(table)) {}

    /// The current content of one. Unless it is a verdict map, only its first element is read.
    /// Throws NfTablesChanged, Error.
    const SetContent& read(const std::string& name);

private:
    NfTablesTable table_;
    /// A socket of its own: the dump of the rules that refer to a set is still being read.
    NfTablesSocket socket_;
    std::map<std::string, SetContent> known_;
};

}  // namespace monitoring
