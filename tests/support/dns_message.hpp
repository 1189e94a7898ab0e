#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace monitoring {

/// A number of 16 bits in network order.
[[nodiscard]] std::string two_bytes(unsigned number);

/// A name in its form in messages, without compression.
[[nodiscard]] std::string wire_name(std::string_view name);

/// A record of a message; the owner and the data are in their form there.
[[nodiscard]] std::string wire_record(const std::string& owner, unsigned type,
                                      const std::string& data, unsigned record_class = 1);

/// An A record: the address has four parts.
[[nodiscard]] std::string wire_a(const std::string& owner, std::string_view address);
[[nodiscard]] std::string wire_cname(std::string_view owner, std::string_view target);

/// Where the name of the question stands in each message.
inline const std::string kAskedName = "\xC0\x0C";

/// A message to build: what is not set is as in a usual answer to a question for A records.
struct WireMessage {
    std::string number = two_bytes(4711);
    unsigned flags = 0x8180;  ///< an answer; recursion desired and available
    std::string question = wire_name("www.example.com") + two_bytes(1) + two_bytes(1);
    std::vector<std::string> answers{};
    std::vector<std::string> authorities{};
    std::vector<std::string> additionals{};

    [[nodiscard]] std::string bytes() const;
};

}  // namespace monitoring
