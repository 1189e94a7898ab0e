#pragma once

#include <cstddef>
#include <string>

#include "common/dns/message_reader.hpp"
#include "common/dns/record_type.hpp"

namespace monitoring {

/// What a record says.
struct RecordData {
    std::string key;   ///< equal for what counts as one record; sorts as a reader expects it
    std::string text;  ///< "192.0.2.1", "10 mail.example.com" (MX), "host.example.com:8080" (SRV)
    bool is_none = false;  ///< it says that there is no such server (RFC 7505 of MX, RFC 2782)
};

/// Reads the data of a record of that type, which is so many bytes long; all of it must be used.
/// A TXT record is one text in quotes. Throws Garbled.
[[nodiscard]] RecordData read_record_data(DnsMessageReader& reader, RecordType type,
                                          std::size_t length);

}  // namespace monitoring
