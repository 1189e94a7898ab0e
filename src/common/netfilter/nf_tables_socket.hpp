#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "common/text/error.hpp"

struct mnl_socket;
struct nlmsghdr;

namespace monitoring {

/// A name may stand for a table of every family.
struct NfTablesTable {
    std::uint16_t family = 0;
    std::string name{};
};

/// A question to the kernel's nf_tables, see linux/netfilter/nf_tables.h.
struct NfTablesQuestion {
    std::uint16_t type = 0;  ///< such as NFT_MSG_GETCHAIN
    bool wants_all = true;   ///< all that there are of it, not just one message
    /// Of rules and elements: the chain or set that they belong to.
    NfTablesTable table{};
    std::string parent{};
};

/// Ends an attempt to read: something was changed meanwhile, and the answer belongs to no one
/// state.
struct NfTablesChanged {};

/// The kernel has nobody who answers such questions.
class NoNfTables : public Error {
    using Error::Error;
};

/// A socket to the kernel's nf_tables, those of this network namespace.
class NfTablesSocket {
public:
    NfTablesSocket();
    NfTablesSocket(const NfTablesSocket&) = delete;
    NfTablesSocket& operator=(const NfTablesSocket&) = delete;
    ~NfTablesSocket();

    /// Hands each message of the kernel's answer to `take`, which returns whether it wants more.
    /// Throws Error when asking is not permitted, NoNfTables, or NfTablesChanged.
    void ask(const NfTablesQuestion& question, const std::function<bool(const nlmsghdr*)>& take);

private:
    // The kernel fills messages of up to 32 KiB when the reader has room for them.
    using Room = std::array<char, 32768>;

    void open();
    void close();
    void send(const NfTablesQuestion& question);
    [[nodiscard]] std::size_t receive();

    mnl_socket* socket_ = nullptr;
    std::unique_ptr<Room> room_;
};

}  // namespace monitoring
