#include "common/tool/option_entry.hpp"

#include <algorithm>

#include "common/text/text.hpp"

namespace monitoring {

std::vector<std::string_view> OptionEntry::name_list() const { return split(names, ','); }

std::string_view OptionEntry::shown_name() const {
    std::string_view rest = names;
    const auto long_name = rest.find("--");
    if (long_name != std::string_view::npos) rest.remove_prefix(long_name);
    return rest.substr(0, rest.find(','));
}

bool OptionEntry::has_name(std::string_view name) const {
    const auto list = name_list();
    return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace monitoring
