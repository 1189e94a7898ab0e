#include "common/tls/tls_session.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <memory>

#include "common/net/network_address.hpp"
#include "common/tls/socket_stream.hpp"
#include "common/tls/tls_error.hpp"
#include "common/tls/tls_library.hpp"
#include "common/tls/tls_pipes.hpp"
#include "common/x509/to_der.hpp"

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
    decltype(&SSL_read) read = TlsFunction{"SSL_read"};
    decltype(&SSL_version) version_of = TlsFunction{"SSL_version"};
    decltype(&SSL_get_state) state_of = TlsFunction{"SSL_get_state"};
    decltype(&SSL_get_peer_signature_type_nid) signature_of =
        TlsFunction{"SSL_get_peer_signature_type_nid"};
    decltype(&SSL_set_cert_cb) on_request = TlsFunction{"SSL_set_cert_cb"};
    decltype(&SSL_get_peer_cert_chain) chain_of = TlsFunction{"SSL_get_peer_cert_chain"};
    decltype(&SSL_alert_desc_string_long) name_alert = TlsFunction{"SSL_alert_desc_string_long"};
};

/// Several times what libssl takes for the certificates.
constexpr std::size_t kMaxBytes = 1 << 19;

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// A session that reads and writes memory, not the socket. Thus it sees only bytes that have come,
/// and cannot loop on its own for as long as a server goes on sending.
struct Session {
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl;
    BIO* input;
    BIO* output;
};

}  // namespace

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

/// Whether a server whose handshake has failed had shown before that it has the key. With (EC)DHE
/// it signs its part of the key exchange before we answer, and libssl has found the signature to be
/// right when it has answered. With RSA only the end of the handshake, its Finished, would show it.
static bool has_proof(const TlsFunctions& tls, const SSL* session) {
    int algorithm = 0;
    return tls.state_of(session) == TLS_ST_CW_FINISHED &&
           tls.signature_of(session, &algorithm) == 1;
}

/// Goes through the handshake. The server has failed afterwards unless it has proved that it has
/// the key. The result is what it refuses us with after that, for want of a certificate of ours.
static std::string connect_session(const TlsFunctions& tls, const Session& session,
                                   SocketStream& server, const bool& wants_ours) {
    for (bool is_first = true; !server.has_failed(); is_first = false) {
        ERR_clear_error();
        const int result = tls.connect(session.ssl.get());
        const int kind = tls.error_of(session.ssl.get(), result);
        if (result != 1 && kind != SSL_ERROR_WANT_READ) {
            auto alert = describe_alert(tls.name_alert);
            if (wants_ours && !alert.empty() && has_proof(tls, session.ssl.get())) return alert;
            server.fail(describe_failure(tls.name_alert));
        }
        send_pending(session.output, server);
        if (result == 1) break;
        receive(session.input, server, is_first);
    }
    return "";
}

/// A server of TLS 1.3 is through with the handshake when it sees what certificate we have. As we
/// say that we are through with all, what it says to that decides: it leaves us, or sends an alert.
/// One that does neither has let us in.
static std::string await_refusal(const TlsFunctions& tls, const Session& session,
                                 SocketStream& server) {
    while (true) {
        ERR_clear_error();
        char byte = 0;
        const int result = tls.read(session.ssl.get(), &byte, 1);
        const int kind = tls.error_of(session.ssl.get(), result);
        if (result != 1 && kind != SSL_ERROR_WANT_READ) return describe_alert(tls.name_alert);
        if (result == 1 || !receive(session.input, server, false)) return "";
    }
}

/// Is called when the server wants a certificate of ours, of which we have none.
static int note_request(SSL* /*session*/, void* wants_ours) {
    *static_cast<bool*>(wants_ours) = true;
    return 1;
}

TlsHandshake shake_hands(int socket, const std::string& server_name, const Deadline& deadline,
                         bool must_welcome) {
    static const TlsFunctions tls;
    const Context context(tls.new_context(tls.client_method()), tls.free_context);
    if (!context) throw setup_error();
    Session session = open_session(tls, context.get());
    SSL* const ssl = session.ssl.get();
    accept_everything(tls, ssl);
    send_server_name(tls, ssl, server_name);
    bool wants_ours = false;
    tls.on_request(ssl, note_request, &wants_ours);

    SocketStream server(socket, deadline, kMaxBytes);
    server.enter("in the TLS handshake");
    auto refusal = connect_session(tls, session, server, wants_ours);
    if (server.has_failed()) return {{}, server.failure()};
    auto certificates = to_der(tls.chain_of(ssl));
    if (refusal.empty()) {
        tls.shutdown(ssl);
        send_pending(session.output, server);
    }
    if (must_welcome && wants_ours && tls.version_of(ssl) == TLS1_3_VERSION) {
        static constexpr Seconds kMaxLooks{2};
        const Deadline end(std::min(kMaxLooks, deadline.remaining()));
        SocketStream afterwards(socket, end, kMaxBytes);
        refusal = await_refusal(tls, session, afterwards);
    }
    if (must_welcome && !refusal.empty()) {
        return {{}, refusal + " (it wants a certificate of ours)"};
    }
    if (certificates.empty()) return {{}, "it sent no certificate"};
    return {std::move(certificates), ""};
}

}  // namespace monitoring
