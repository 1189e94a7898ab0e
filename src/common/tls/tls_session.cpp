#include "common/tls/tls_session.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <memory>

#include "common/net/network_address.hpp"
#include "common/tls/bio_transfer.hpp"
#include "common/tls/socket_stream.hpp"
#include "common/tls/tls_error.hpp"
#include "common/tls/tls_library.hpp"
#include "common/x509/to_der.hpp"

namespace monitoring {

namespace {

/// Converts to a pointer to the function of libssl of that name, of the type it is assigned to.
struct TlsFunction {
    const char* name;

    template <typename Function>
    operator Function*() const {  // NOLINT(google-explicit-constructor): that is its purpose
        return reinterpret_cast<Function*>(find_tls_function(name));
    }
};

/// The functions of libssl that are used, with the types that its headers declare.
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
    decltype(&SSL_set_bio) set_bio = TlsFunction{"SSL_set_bio"};
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

/// From the server: several times the largest certificate message that libssl accepts.
constexpr std::size_t kMaxBytes = 1 << 19;

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

/// A session that reads and writes memory, not the socket: reading from the socket, libssl would
/// loop past the deadline for as long as a server goes on sending.
struct Session {
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl;
    BIO* input;
    BIO* output;
};

}  // namespace

/// Accepts old protocol versions and weak ciphers, whatever openssl.cnf says: the certificates are
/// what matters, and nothing secret is sent.
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
    // The session owns both, also when one of them is null.
    if (session.ssl) tls.set_bio(session.ssl.get(), session.input, session.output);
    if (!session.ssl || session.input == nullptr || session.output == nullptr) throw setup_error();
    // An empty buffer means "try again later", not the end of the stream.
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

/// Whether a server proved before its handshake failed that it has the private key. With (EC)DHE it
/// signs its key exchange, and libssl has verified the signature by the time it sends Finished.
/// With RSA key exchange only the server's Finished would prove it.
static bool has_proof(const TlsFunctions& tls, const SSL* session) {
    int algorithm = 0;
    return tls.state_of(session) == TLS_ST_CW_FINISHED &&
           tls.signature_of(session, &algorithm) == 1;
}

/// Performs the handshake. `server` has failed afterwards unless it proved that it has the private
/// key. Returns the alert by which it then rejects a client without a certificate; else empty.
static std::string connect_session(const TlsFunctions& tls, const Session& session,
                                   SocketStream& server, const bool& wants_client_certificate) {
    for (bool is_first = true; !server.has_failed(); is_first = false) {
        ERR_clear_error();
        const int result = tls.connect(session.ssl.get());
        const int kind = tls.error_of(session.ssl.get(), result);
        if (result != 1 && kind != SSL_ERROR_WANT_READ) {
            auto alert = describe_alert(tls.name_alert);
            if (wants_client_certificate && !alert.empty() && has_proof(tls, session.ssl.get())) {
                return alert;
            }
            server.fail(describe_failure(tls.name_alert));
        }
        send_output(session.output, server);
        if (result == 1) break;
        receive_input(session.input, server, is_first);
    }
    return "";
}

/// In TLS 1.3 the client's handshake is complete before the server has seen whether there is a
/// client certificate. Returns the alert by which it then rejects the client; empty when it answers
/// the close_notify, or sends nothing.
static std::string await_refusal(const TlsFunctions& tls, const Session& session,
                                 SocketStream& server) {
    while (true) {
        ERR_clear_error();
        char byte = 0;
        const int result = tls.read(session.ssl.get(), &byte, 1);
        const int kind = tls.error_of(session.ssl.get(), result);
        if (result != 1 && kind != SSL_ERROR_WANT_READ) return describe_alert(tls.name_alert);
        if (result == 1 || !receive_input(session.input, server, false)) return "";
    }
}

/// Called when the server asks for a client certificate; there is none.
static int note_request(SSL* /*session*/, void* wants_client_certificate) {
    *static_cast<bool*>(wants_client_certificate) = true;
    return 1;
}

TlsHandshake perform_handshake(int socket, const std::string& server_name, const Deadline& deadline,
                               bool must_accept_client) {
    static const TlsFunctions tls;
    const Context context(tls.new_context(tls.client_method()), tls.free_context);
    if (!context) throw setup_error();
    Session session = open_session(tls, context.get());
    SSL* const ssl = session.ssl.get();
    accept_everything(tls, ssl);
    send_server_name(tls, ssl, server_name);
    bool wants_client_certificate = false;
    tls.on_request(ssl, note_request, &wants_client_certificate);

    SocketStream server(socket, deadline, kMaxBytes);
    server.set_step("in the TLS handshake");
    auto refusal = connect_session(tls, session, server, wants_client_certificate);
    if (server.has_failed()) return {{}, server.failure()};
    auto certificates = to_der(tls.chain_of(ssl));
    if (refusal.empty()) {
        tls.shutdown(ssl);
        send_output(session.output, server);
    }
    if (must_accept_client && wants_client_certificate && tls.version_of(ssl) == TLS1_3_VERSION) {
        static constexpr Seconds kMaxLooks{2};
        const Deadline end(std::min(kMaxLooks, deadline.remaining()));
        SocketStream afterwards(socket, end, kMaxBytes);
        refusal = await_refusal(tls, session, afterwards);
    }
    if (must_accept_client && !refusal.empty()) {
        return {{}, refusal + " (it wants a certificate of ours)"};
    }
    if (certificates.empty()) return {{}, "it sent no certificate"};
    return {std::move(certificates), ""};
}

}  // namespace monitoring
