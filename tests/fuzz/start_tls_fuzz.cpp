// Any bytes as what a server says before TLS: the first chooses the protocol.

#include <sys/socket.h>

#include <array>
#include <string>

#include "common/runtime/file.hpp"
#include "common/text/text.hpp"
#include "common/tls/plain_text.hpp"
#include "common/tls/start_tls.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array kProtocols = {StartTls::smtp,  StartTls::imap,     StartTls::pop3,
                                       StartTls::ftp,   StartTls::postgres, StartTls::lmtp,
                                       StartTls::sieve, StartTls::nntp,     StartTls::ldap,
                                       StartTls::xmpp,  StartTls::mysql};
    const StartTlsNames names{"mail.example.com", "xmpp.example"};
    constexpr std::size_t kMaxBytes = 65536;
    if (size == 0 || size > kMaxBytes) return 0;
    std::array<int, 2> ends{};
    require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0,
            "there are sockets");
    const UniqueFd client(ends[0]);
    const UniqueFd server(ends[1]);
    const auto words = as_text(data, size).substr(1);
    require(send(server.get(), words.data(), words.size(), 0) == static_cast<ssize_t>(words.size()),
            "the socket takes them");
    shutdown(server.get(), SHUT_WR);

    const auto protocol = kProtocols.at(data[0] % kProtocols.size());
    const auto failure = start_tls(protocol, names, client.get(), Deadline(Seconds(60)));
    require(printable(failure) == failure, "a failure can be printed");
    require(count_characters(failure) < 200, "a failure is short");
    require(!failure.starts_with("no answer"), "there is nothing to wait for");
    if (!words.empty()) {
        const auto text = describe_plain_text(words);
        require(printable(text) == text && text.size() < 100, "a description is short and plain");
    }
    return 0;
}
