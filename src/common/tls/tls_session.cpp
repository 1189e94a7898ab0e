#include "common/tls/tls_session.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>

#include "common/net/network_address.hpp"
#include "common/tls/bio_transfer.hpp"
#include "common/tls/socket_stream.hpp"
#include "common/tls/tls_error.hpp"
#include "common/x509/openssl_ptr.hpp"
#include "common/x509/openssl_setup.hpp"
#include "common/x509/to_der.hpp"

namespace monitoring {

namespace {

/// From the server: several times the largest certificate message that libssl accepts.
constexpr std::size_t kMaxBytes = 1 << 19;

using Context = OpensslPtr<SSL_CTX, SSL_CTX_free>;

/// A session that reads and writes memory, not the socket: reading from the socket, libssl would
/// loop past the deadline for as long as a server goes on sending.
struct Session {
    OpensslPtr<SSL, SSL_free> ssl;
    BIO* input;
    BIO* output;
};

}  // namespace

/// Accepts old protocol versions and weak ciphers: the certificates are what matters, and
/// nothing secret is sent.
static void accept_everything(SSL* session) {
    SSL_set_security_level(session, 0);
    SSL_set_min_proto_version(session, 0);
    SSL_set_max_proto_version(session, 0);
    SSL_set_options(session, SSL_OP_LEGACY_SERVER_CONNECT);
    if (SSL_set_cipher_list(session, "ALL:!aNULL:!PSK:!SRP") != 1) throw setup_error();
    SSL_set_verify(session, SSL_VERIFY_NONE, nullptr);
}

static Session open_session(SSL_CTX* context) {
    Session session{OpensslPtr<SSL, SSL_free>(SSL_new(context)), BIO_new(BIO_s_mem()),
                    BIO_new(BIO_s_mem())};
    // The session owns both, also when one of them is null.
    if (session.ssl) SSL_set_bio(session.ssl.get(), session.input, session.output);
    if (!session.ssl || session.input == nullptr || session.output == nullptr) throw setup_error();
    // An empty buffer means "try again later", not the end of the stream.
    BIO_set_mem_eof_return(session.input, -1);
    return session;
}

static void send_server_name(SSL* session, const std::string& name) {
    if (name.empty() || parse_ip_address(name)) return;
    // What the macro SSL_set_tlsext_host_name stands for; its cast would discard the const.
    std::string copy = name;
    if (SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, copy.data()) !=
        1) {
        throw setup_error();
    }
}

/// Whether a server proved before its handshake failed that it has the private key. With (EC)DHE it
/// signs its key exchange, and libssl has verified the signature by the time it sends Finished.
/// With RSA key exchange only the server's Finished would prove it.
static bool has_proof(const SSL* session) {
    int algorithm = 0;
    return SSL_get_state(session) == TLS_ST_CW_FINISHED &&
           SSL_get_peer_signature_type_nid(session, &algorithm) == 1;
}

/// Performs the handshake. `server` has failed afterwards unless it proved that it has the private
/// key. Returns the alert by which it then rejects a client without a certificate; else empty.
static std::string connect_session(const Session& session, SocketStream& server,
                                   const bool& wants_client_certificate) {
    for (bool is_first = true; !server.has_failed(); is_first = false) {
        ERR_clear_error();
        const int result = SSL_connect(session.ssl.get());
        const int kind = SSL_get_error(session.ssl.get(), result);
        if (result != 1 && kind != SSL_ERROR_WANT_READ) {
            auto alert = describe_alert();
            if (wants_client_certificate && !alert.empty() && has_proof(session.ssl.get())) {
                return alert;
            }
            server.fail(describe_failure());
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
static std::string await_refusal(const Session& session, SocketStream& server) {
    while (true) {
        ERR_clear_error();
        char byte = 0;
        const int result = SSL_read(session.ssl.get(), &byte, 1);
        const int kind = SSL_get_error(session.ssl.get(), result);
        if (result != 1 && kind != SSL_ERROR_WANT_READ) return describe_alert();
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
    set_up_openssl();
    const Context context(SSL_CTX_new(TLS_client_method()));
    if (!context) throw setup_error();
    Session session = open_session(context.get());
    SSL* const ssl = session.ssl.get();
    accept_everything(ssl);
    send_server_name(ssl, server_name);
    bool wants_client_certificate = false;
    SSL_set_cert_cb(ssl, note_request, &wants_client_certificate);

    SocketStream server(socket, deadline, kMaxBytes);
    server.set_step("in the TLS handshake");
    auto refusal = connect_session(session, server, wants_client_certificate);
    if (server.has_failed()) return {{}, server.failure()};
    auto certificates = to_der(SSL_get_peer_cert_chain(ssl));
    if (refusal.empty()) {
        SSL_shutdown(ssl);
        send_output(session.output, server);
    }
    if (must_accept_client && wants_client_certificate && SSL_version(ssl) == TLS1_3_VERSION) {
        static constexpr Seconds kMaxLooks{2};
        const Deadline end(std::min(kMaxLooks, deadline.remaining()));
        SocketStream afterwards(socket, end, kMaxBytes);
        refusal = await_refusal(session, afterwards);
    }
    if (must_accept_client && !refusal.empty()) {
        return {{}, refusal + " (it wants a certificate of ours)"};
    }
    if (certificates.empty()) return {{}, "it sent no certificate"};
    return {std::move(certificates), ""};
}

}  // namespace monitoring
