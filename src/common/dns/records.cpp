#include "common/dns/records.hpp"

#include <algorithm>

#include "common/text/text.hpp"

namespace monitoring {

std::vector<std::string> record_texts(const Records& records) {
    std::vector<std::string> texts;
    for (const auto& [key, text] : records) texts.push_back(printable(text));
    return texts;
}

std::vector<std::string> records_outside(const Records& records,
                                         const std::vector<Network>& networks) {
    auto texts = record_texts(records);
    std::erase_if(texts, [&networks](const auto& text) {
        const auto address = parse_ip_address(text);
        return address && is_in_any(networks, *address);
    });
    return texts;
}

std::vector<std::string> missing_addresses(const Records& records,
                                           const std::vector<IpAddress>& addresses) {
    std::vector<std::string> missing;
    for (const auto& address : addresses) {
        const auto is_it = [text = address.text()](const auto& record) {
            return record.second == text;
        };
        if (std::none_of(records.begin(), records.end(), is_it)) missing.push_back(address.text());
    }
    return missing;
}

}  // namespace monitoring
