#include "common/tls/start_tls.hpp"

#include <fmt/format.h>

#include <array>

#include "common/text/error.hpp"
#include "common/tls/plaintext_session.hpp"
#include "common/tls/protocols.hpp"

namespace monitoring {

namespace {

struct Name {
    std::string_view text;
    StartTls protocol;
};
constexpr std::array kNames = {
    Name{"smtp", StartTls::smtp},         Name{"lmtp", StartTls::lmtp},
    Name{"imap", StartTls::imap},         Name{"pop3", StartTls::pop3},
    Name{"sieve", StartTls::sieve},       Name{"ftp", StartTls::ftp},
    Name{"nntp", StartTls::nntp},         Name{"ldap", StartTls::ldap},
    Name{"xmpp", StartTls::xmpp},         Name{"mysql", StartTls::mysql},
    Name{"postgres", StartTls::postgres},
};

}  // namespace

std::string start_tls_names(std::string_view separator) {
    std::string all;
    for (const auto& [text, protocol] : kNames) {
        if (!all.empty()) all += separator;
        all += text;
    }
    return all;
}

StartTls start_tls_option(std::string_view text) {
    for (const auto& [name, protocol] : kNames) {
        if (text == name) return protocol;
    }
    throw UsageError(fmt::format("'{}' is none of {}", text, start_tls_names(", ")));
}

std::string start_tls(StartTls protocol, const StartTlsNames& names, int socket,
                      const Deadline& deadline) {
    PlaintextSession server(socket, deadline);
    switch (protocol) {
        case StartTls::none: return "";
        case StartTls::smtp: talk_smtp(server, "EHLO", names.own); break;
        case StartTls::lmtp: talk_smtp(server, "LHLO", names.own); break;
        case StartTls::imap: talk_imap(server); break;
        case StartTls::pop3: talk_pop3(server); break;
        case StartTls::sieve: talk_sieve(server); break;
        case StartTls::ftp: talk_ftp(server); break;
        case StartTls::nntp: talk_nntp(server); break;
        case StartTls::ldap: talk_ldap(server); break;
        case StartTls::xmpp: talk_xmpp(server, names.server); break;
        case StartTls::mysql: talk_mysql(server); break;
        case StartTls::postgres: talk_postgres(server); break;
    }
    server.expect_silence();
    return server.failure();
}

}  // namespace monitoring
