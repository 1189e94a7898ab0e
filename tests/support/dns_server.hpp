#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace monitoring {

/// A name server of a test on a free port of 127.0.0.1, for UDP and TCP, until it is destroyed.
class DnsServer {
public:
    /// A question as it came: the message, and how.
    struct Query {
        std::string bytes;
        bool is_tcp = false;

        /// Of the name asked for, in lower case: "www" of "www.example.com".
        [[nodiscard]] std::string first_label() const;
        [[nodiscard]] bool has_edns() const;
        /// The message's number, and the part that an answer repeats.
        [[nodiscard]] std::string number() const;
        [[nodiscard]] std::string question() const;
    };

    /// `answer` gives the bytes to send back, none to stay silent.
    explicit DnsServer(std::function<std::string(const Query&)> answer);
    ~DnsServer();
    DnsServer(const DnsServer&) = delete;
    DnsServer& operator=(const DnsServer&) = delete;

    /// Such as "127.0.0.1:40001".
    [[nodiscard]] std::string address() const;

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// A port of 127.0.0.1 where nobody listens, as an address.
[[nodiscard]] std::string closed_address();

}  // namespace monitoring
