#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace monitoring {

/// What makes a DNS message unreadable, as in "a record is cut short". Never leaves read_answer().
class Garbled : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads a DNS message (RFC 1035, 4.1) from its start to its end. Throws Garbled rather than read
/// behind the end.
class DnsMessageReader {
public:
    explicit DnsMessageReader(std::string_view message) : message_(message) {}

    [[nodiscard]] std::size_t position() const { return position_; }
    [[nodiscard]] bool is_at_end() const { return position_ == message_.size(); }

    /// The next so many bytes.
    std::string_view bytes(std::size_t count);

    /// A number of that many bytes, at most 4, in network order.
    std::uint32_t number(std::size_t byte_count);

    /// A name, which may go on where a pointer points to (RFC 1035, 4.1.4): in lower case, the root
    /// as ".". A dot in a label and what cannot be printed is escaped as in zone files.
    std::string name();

private:
    std::string_view message_;
    std::size_t position_ = 0;
};

}  // namespace monitoring
