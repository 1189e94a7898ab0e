#include "common/tool/measure.hpp"

#include <fmt/format.h>

namespace monitoring {

std::string distinct_label(const std::string& label, std::map<std::string, int>& taken) {
    auto distinct = label;
    while (!taken.emplace(distinct, 1).second) {
        distinct = fmt::format("{}_{}", label, ++taken[label]);
    }
    return distinct;
}

}  // namespace monitoring
