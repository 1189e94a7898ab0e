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

/// Tables of different families may have the same name.
struct NfTablesTable {
    std::uint16_t family = 0;
    std::string name{};
};

/// A netlink request to nf_tables, see linux/netfilter/nf_tables.h.
struct NfTablesRequest {
    std::uint16_t type = 0;  ///< such as NFT_MSG_GETCHAIN
    bool is_dump = true;     ///< NLM_F_DUMP: all objects of that type
    /// For rules and elements: the chain or set that they belong to.
    NfTablesTable table{};
    std::string parent{};
};

/// Thrown when the ruleset was changed while it was read: what was read is inconsistent.
struct NfTablesChanged {};

/// The kernel does not have nf_tables.
class NoNfTables : public Error {
    using Error::Error;
};

/// A netlink socket to the nf_tables of this network namespace.
class NfTablesSocket {
public:
    NfTablesSocket();
    NfTablesSocket(const NfTablesSocket&) = delete;
    NfTablesSocket& operator=(const NfTablesSocket&) = delete;
    ~NfTablesSocket();

    /// Calls `take` for each message of the kernel's answer, until it returns false. Throws Error
    /// without permission, NoNfTables, or NfTablesChanged.
    void ask(const NfTablesRequest& request, const std::function<bool(const nlmsghdr*)>& take);

private:
    // The kernel fills messages of up to 32 KiB when the reader has room for them.
    using Room = std::array<char, 32768>;

    void open();
    void close();
    void send(const NfTablesRequest& request);
    [[nodiscard]] std::size_t receive();

    mnl_socket* socket_ = nullptr;
    std::unique_ptr<Room> room_;
};

}  // namespace monitoring
