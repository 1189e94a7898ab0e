#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "common/netfilter/input_filter.hpp"
#include "common/netfilter/nf_tables_socket.hpp"

namespace monitoring {

/// What a rule can make of the elements of a set or map.
struct SetContent {
    bool is_empty = true;
    RuleEffect effect{};  ///< that of all verdicts in it together
};

/// The sets and maps of one table, read when they are asked for.
class NfTablesSets {
public:
    explicit NfTablesSets(NfTablesTable table) : table_(std::move(table)) {}

    /// The elements that are in it now. Of what is no map of verdicts only the first is read.
    /// Throws NfTablesChanged, Error.
    const SetContent& read(const std::string& name);

private:
    NfTablesTable table_;
    /// One of its own: the answer with the rules that ask for a set is still being read.
    NfTablesSocket socket_;
    std::map<std::string, SetContent> known_;
};

}  // namespace monitoring
