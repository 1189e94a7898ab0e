#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace monitoring {

/// Why a DNS message is malformed, as in "it is cut short". read_answer() catches it.
class Garbled : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Reads a DNS message (RFC 1035, 4.1) from its start to its end. Throws Garbled at a read past the
/// end.
class DnsMessageReader {
public:
    explicit DnsMessageReader(std::string_view message) : message_(message) {}

    [[nodiscard]] std::size_t position() const { return position_; }
    [[nodiscard]] bool is_at_end() const { return position_ == message_.size(); }

    /// The next `count` bytes.
    std::string_view bytes(std::size_t count);

    /// An unsigned integer of `byte_count` bytes, at most 4, in network order.
    std::uint32_t number(std::size_t byte_count);

    /// A name, which may be compressed (RFC 1035, 4.1.4): in lower case, the root as ".". Dots in
    /// labels and unprintable bytes are escaped as in zone files.
    std::string name();

private:
    std::string_view message_;
    std::size_t position_ = 0;
};

}  // namespace monitoring
