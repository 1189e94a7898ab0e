#pragma once

#include <cstdint>
#include <string_view>

namespace monitoring {

/// The supported types of records, with their numbers (RFC 1035, 3596, 2782, 6891).
enum class RecordType : std::uint16_t {
    a = 1,
    ns = 2,
    cname = 5,
    soa = 6,
    ptr = 12,
    mx = 15,
    txt = 16,
    aaaa = 28,
    srv = 33,
    opt = 41
};

/// The types that can be looked up, for --help.
constexpr auto kRecordTypes = "A|AAAA|SRV|NS|MX|TXT|PTR";

/// A type that can be asked for, by its name in any case. Throws UsageError.
[[nodiscard]] RecordType record_type_option(std::string_view text);

/// The name of a type that can be asked for, such as "AAAA".
[[nodiscard]] std::string_view record_type_name(RecordType type);

/// Whether records of the type are IP addresses.
[[nodiscard]] bool is_address_type(RecordType type);

}  // namespace monitoring
