#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace monitoring {

/// Why there is no answer of the kernel's, for the caller to put into words.
struct NetlinkFailure {
    /// An errno value. EBADMSG: a message is cut short, or a length in it is wrong. EINTR: what was
    /// being listed has changed meanwhile (NLM_F_DUMP_INTR).
    int error_number = 0;
};

/// The attributes of a message, or those inside of one of them: read in place, one after the other.
class NetlinkAttributes {
public:
    explicit NetlinkAttributes(std::string_view bytes) : rest_(bytes) {}

    /// Goes to the first one, and then to the next. Returns false behind the last one. Throws
    /// NetlinkFailure for one that is cut short.
    [[nodiscard]] bool next();
    /// Goes to the next one of that type.
    [[nodiscard]] bool find(unsigned type);

    /// The type of the current one, without its flags.
    [[nodiscard]] unsigned type() const { return type_; }
    [[nodiscard]] std::string_view bytes() const { return value_; }
    /// A number of 32 bits in the network's order. Throws NetlinkFailure for any other size.
    [[nodiscard]] std::uint32_t number() const;
    /// A text that ends with NUL, which is not part of it. Throws NetlinkFailure without one.
    [[nodiscard]] std::string_view text() const;
    /// The attributes inside.
    [[nodiscard]] NetlinkAttributes nested() const { return NetlinkAttributes(value_); }

private:
    std::string_view rest_;
    std::string_view value_{};
    unsigned type_ = 0;
};

/// A message of netfilter's.
struct NetlinkMessage {
    std::uint8_t family = 0;  ///< such as NFPROTO_IPV4
    NetlinkAttributes attributes;
};

/// The answer to one question to netfilter, taken from the kernel's datagrams.
class NetlinkAnswer {
public:
    /// The answer to no question, which is complete.
    NetlinkAnswer() = default;
    /// Messages of that type that have the question's number. Of a dump there is any number, with a
    /// last one that says so.
    NetlinkAnswer(unsigned type, std::uint32_t sequence, bool is_dump)
        : type_(type), sequence_(sequence), is_dump_(is_dump), is_complete_(false) {}

    /// Whether there is nothing to come.
    [[nodiscard]] bool is_complete() const { return is_complete_; }

    /// Goes on with the next datagram, whose bytes have to stay while it is read.
    void add(std::string_view datagram) { rest_ = datagram; }

    /// The next message; empty at the end of the datagram or of the answer. Throws NetlinkFailure
    /// for an error that the kernel reports, for what is cut short and for more than a million
    /// messages.
    [[nodiscard]] std::optional<NetlinkMessage> next();

private:
    unsigned type_ = 0;
    std::uint32_t sequence_ = 0;
    bool is_dump_ = false;
    bool is_complete_ = true;
    unsigned messages_ = 0;
    std::string_view rest_{};
};

}  // namespace monitoring
