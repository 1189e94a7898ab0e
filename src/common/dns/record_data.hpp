#pragma once

#include <cstddef>
#include <string>

#include "common/dns/message_reader.hpp"
#include "common/dns/record_type.hpp"

namespace monitoring {

/// The data of a record (RDATA).
struct RecordData {
    std::string key;   ///< equal for records that count as one; addresses sort by number
    std::string text;  ///< "192.0.2.1", "10 mail.example.com" (MX), "host.example.com:8080" (SRV)
    bool is_none = false;  ///< "no such service": a null MX (RFC 7505), or an SRV to "." (RFC 2782)
};

/// Reads the data of a record of that type, which must fill `length` bytes. The strings of a TXT
/// record become one, in quotes. Throws Garbled.
[[nodiscard]] RecordData read_record_data(DnsMessageReader& reader, RecordType type,
                                          std::size_t length);

}  // namespace monitoring
