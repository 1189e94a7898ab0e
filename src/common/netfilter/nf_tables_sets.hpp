#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "common/netfilter/input_filter.hpp"
#include "common/netfilter/nf_tables_request.hpp"

namespace monitoring {

/// What matters of a set or map to the rules that use it.
struct SetContent {
    bool is_empty = true;
    RuleEffect effect{};  ///< of all verdicts in a verdict map together
};

/// The sets and maps of one table, read on demand.
class NfTablesSets {
public:
    explicit NfTablesSets(const NfTablesTable& table) : table_(table) {}

    /// The current content of one. Unless it is a verdict map, only its first element is read.
    /// Throws NetlinkFailure.
    const SetContent& read(std::string_view name);

private:
    [[nodiscard]] SetContent read_elements(std::string_view name);

    const NfTablesTable& table_;
    /// A socket of its own: the dump of the rules that refer to a set is still being read.
    NetfilterSocket socket_;
    std::map<std::string, SetContent, std::less<>> known_;
};

}  // namespace monitoring
