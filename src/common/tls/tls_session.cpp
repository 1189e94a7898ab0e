#include "common/tls/tls_session.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <memory>

#include "common/error.hpp"
#include "common/network_address.hpp"
#include "common/tls/plain_text.hpp"
#include "common/tls/tls_library.hpp"
#include "common/tls/wire.hpp"

namespace monitoring {

namespace {

/// Turns into a pointer to whatever function of libssl it is assigned to.
struct TlsFunction {
    const char* name;

    template <typename Function>
    operator Function*() const {  // NOLINT(google-explicit-constructor): that is its purpose
        return reinterpret_cast<Function*>(find_tls_function(name));
    }
};

/// The part of libssl that we use. The declarations of its headers are the types.
struct TlsFunctions {
    decltype(&TLS_client_method) client_method = TlsFunction{"TLS_client_method"};
    decltype(&SSL_CTX_new) new_context = TlsFunction{"SSL_CTX_new"};
    decltype(&SSL_CTX_free) free_context = TlsFunction{"SSL_CTX_free"};
    decltype(&SSL_new) new_session = TlsFunction{"SSL_new"};
    decltype(&SSL_free) free_session = TlsFunction{"SSL_free"};
    decltype(&SSL_ctrl) control = TlsFunction{"SSL_ctrl"};
    decltype(&SSL_set_options) set_options = TlsFunction{"SSL_set_options"};
    decltype(&SSL_set_security_level) set_level = TlsFunction{"SSL_set_security_level"};
    decltype(&SSL_set_cipher_list) set_ciphers = TlsFunction{"SSL_set_cipher_list"};
    decltype(&SSL_set_verify) set_verify = TlsFunction{"SSL_set_verify"};
    decltype(&SSL_set_bio) set_pipes = TlsFunction{"SSL_set_bio"};
    decltype(&SSL_connect) connect = TlsFunction{"SSL_connect"};
    decltype(&SSL_shutdown) shutdown = TlsFunction{"SSL_shutdown"};
    decltype(&SSL_get_error) error_of = TlsFunction{"SSL_get_error"};
    decltype(&SSL_get_peer_cert_chain) chain_of = TlsFunction{"SSL_get_peer_cert_chain"};
    decltype(&SSL_get0_peer_CA_list) wanted_issuers = TlsFunction{"SSL_get0_peer_CA_list"};
    decltype(&SSL_alert_desc_string_long) name_alert = TlsFunction{"SSL_alert_desc_string_long"};
};

/// Several times what libssl takes for the certificates.
constexpr std::size_t kMostBytes = 1 << 19;

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// A session that reads and writes memory, not the socket. Thus it sees only bytes that have come,
/// and cannot loop on its own for as long as a server goes on sending.
struct Session {
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl;
    BIO* input;
    BIO* output;
};

}  // namespace

static std::string reason_of(unsigned long error) {
    const char* const reason = ERR_reason_error_string(error);
    return reason == nullptr ? fmt::format("error {:#x}", error) : reason;
}

static Error setup_error() { return Error("cannot prepare TLS: " + reason_of(ERR_get_error())); }

/// Makes the session take what a server of any age and strength offers: the question is what it
/// shows, and the settings in openssl.cnf are for those who trust it.
static void accept_everything(const TlsFunctions& tls, SSL* session) {
    tls.set_level(session, 0);
    tls.control(session, SSL_CTRL_SET_MIN_PROTO_VERSION, 0, nullptr);
    tls.control(session, SSL_CTRL_SET_MAX_PROTO_VERSION, 0, nullptr);
    tls.set_options(session, SSL_OP_LEGACY_SERVER_CONNECT);
    if (tls.set_ciphers(session, "ALL:!aNULL:!PSK:!SRP") != 1) throw setup_error();
    tls.set_verify(session, SSL_VERIFY_NONE, nullptr);
}

static Session open_session(const TlsFunctions& tls, SSL_CTX* context) {
    Session session{
        {tls.new_session(context), tls.free_session}, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem())};
    // It owns them, also where one is missing.
    if (session.ssl) tls.set_pipes(session.ssl.get(), session.input, session.output);
    if (!session.ssl || session.input == nullptr || session.output == nullptr) throw setup_error();
    // The end of what has come is not the end of all.
    BIO_set_mem_eof_return(session.input, -1);
    return session;
}

static void send_server_name(const TlsFunctions& tls, SSL* session, const std::string& name) {
    if (name.empty() || parse_ip_address(name)) return;
    // The macro's own cast would discard the const.
    std::string copy = name;
    if (tls.control(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                    copy.data()) != 1) {
        throw setup_error();
    }
}

static std::string describe_failure(const TlsFunctions& tls) {
    const auto error = ERR_get_error();
    // What its end of TLS, before it has begun, leaves behind.
    if (error == 0) return "it closed the connection (in the TLS handshake)";
    const int alert = ERR_GET_REASON(error) - SSL_AD_REASON_OFFSET;
    if (alert < 0 || alert > 255) return "TLS failed: " + reason_of(error);
    return fmt::format("it sent the TLS alert '{}'", tls.name_alert(alert));
}

/// Hands to the server what the session wants to say.
static void send_pending(BIO* output, Wire& server) {
    std::array<char, 4096> buffer;  // NOLINT(*-member-init): BIO_read fills it
    for (int count = 1; count > 0;) {
        count = BIO_read(output, buffer.data(), static_cast<int>(buffer.size()));
        if (count > 0) server.send({buffer.data(), static_cast<std::size_t>(count)});
    }
}

static void connect_session(const TlsFunctions& tls, const Session& session, Wire& server) {
    bool is_first = true;
    while (!server.has_failed()) {
        ERR_clear_error();
        const int result = tls.connect(session.ssl.get());
        const int kind = tls.error_of(session.ssl.get(), result);
        if (result != 1 && kind != SSL_ERROR_WANT_READ) server.fail(describe_failure(tls));
        send_pending(session.output, server);
        if (result == 1) return;
        const auto bytes = server.receive();
        if (bytes.empty()) return;
        if (const auto text = is_first ? describe_plain_text(bytes) : ""; !text.empty()) {
            return server.fail(text);
        }
        is_first = false;
        if (BIO_write(session.input, bytes.data(), static_cast<int>(bytes.size())) < 0) {
            throw setup_error();
        }
    }
}

static std::string to_der(X509* certificate) {
    unsigned char* bytes = nullptr;
    const int size = i2d_X509(certificate, &bytes);
    if (size < 0) throw Error("cannot copy a certificate: " + reason_of(ERR_get_error()));
    std::string der(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
    OPENSSL_free(bytes);
    return der;
}

static std::vector<std::string> certificates_of(const STACK_OF(X509) * chain) {
    static constexpr int kMostCertificates = 100;
    std::vector<std::string> certificates;
    const int count = chain == nullptr ? 0 : std::min(sk_X509_num(chain), kMostCertificates);
    for (int index = 0; index < count; ++index) {
        certificates.push_back(to_der(sk_X509_value(chain, index)));
    }
    return certificates;
}

TlsHandshake shake_hands(int socket, const std::string& server_name, const Deadline& deadline) {
    static const TlsFunctions tls;
    const Context context(tls.new_context(tls.client_method()), tls.free_context);
    if (!context) throw setup_error();
    Session session = open_session(tls, context.get());
    accept_everything(tls, session.ssl.get());
    send_server_name(tls, session.ssl.get(), server_name);

    Wire server(socket, deadline, kMostBytes);
    server.enter("in the TLS handshake");
    connect_session(tls, session, server);
    // Who wants a certificate of ours may end the handshake for lack of it, but showed its own.
    if (server.has_failed() && tls.wanted_issuers(session.ssl.get()) == nullptr) {
        return {{}, server.failure()};
    }
    auto certificates = certificates_of(tls.chain_of(session.ssl.get()));
    tls.shutdown(session.ssl.get());
    send_pending(session.output, server);
    if (!certificates.empty()) return {std::move(certificates), ""};
    server.fail("it sent no certificate");
    return {{}, server.failure()};
}

}  // namespace monitoring
