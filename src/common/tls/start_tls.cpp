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
        case StartTls::smtp: start_tls_smtp(server, "EHLO", names.own); break;
        case StartTls::lmtp: start_tls_smtp(server, "LHLO", names.own); break;
        case StartTls::imap: start_tls_imap(server); break;
        case StartTls::pop3: start_tls_pop3(server); break;
        case StartTls::sieve: start_tls_sieve(server); break;
        case StartTls::ftp: start_tls_ftp(server); break;
        case StartTls::nntp: start_tls_nntp(server); break;
        case StartTls::ldap: start_tls_ldap(server); break;
        case StartTls::xmpp: start_tls_xmpp(server, names.server); break;
        case StartTls::mysql: start_tls_mysql(server); break;
        case StartTls::postgres: start_tls_postgres(server); break;
    }
    server.expect_nothing_more();
    return server.failure();
}

}  // namespace monitoring
