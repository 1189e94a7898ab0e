#include "common/dns/record_type.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "common/dns/name.hpp"
#include "common/text/error.hpp"

namespace monitoring {

namespace {

struct Named {
    std::string_view name;
    RecordType type;
};

constexpr Named kNamed[] = {{"A", RecordType::a},     {"AAAA", RecordType::aaaa},
                            {"SRV", RecordType::srv}, {"NS", RecordType::ns},
                            {"MX", RecordType::mx},   {"TXT", RecordType::txt},
                            {"PTR", RecordType::ptr}};

}  // namespace

RecordType record_type_option(std::string_view text) {
    const auto wanted = lower_case(text);
    for (const auto& [name, type] : kNamed) {
        if (lower_case(name) == wanted) return type;
    }
    throw UsageError(fmt::format("'{}' is not one of {}", text, kRecordTypes));
}

std::string_view record_type_name(RecordType type) {
    const auto* const named = std::find_if(std::begin(kNamed), std::end(kNamed),
                                           [type](const Named& each) { return each.type == type; });
    return named == std::end(kNamed) ? "?" : named->name;
}

bool is_address_type(RecordType type) { return type == RecordType::a || type == RecordType::aaaa; }

}  // namespace monitoring
