#include "common/tls/tls_error.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace monitoring {

static std::string reason_of(unsigned long error) {
    const char* const reason = ERR_reason_error_string(error);
    return reason == nullptr ? fmt::format("error {:#x}", error) : reason;
}

/// The name of an alert (RFC 8446, 6), also of those that libssl calls "unknown", and of one that
/// its versions spell in two ways.
static std::string name_alert(int alert) {
    switch (alert) {
        case SSL_AD_UNEXPECTED_MESSAGE: return "unexpected message";
        case SSL_AD_MISSING_EXTENSION: return "missing extension";
        case SSL_AD_CERTIFICATE_REQUIRED: return "certificate required";
        case SSL_AD_NO_APPLICATION_PROTOCOL: return "no application protocol";
        default: break;
    }
    const std::string name = SSL_alert_desc_string_long(alert);
    return name == "unknown" ? fmt::format("{}", alert) : name;
}

std::string describe_alert() {
    const auto error = ERR_peek_error();
    const int alert = ERR_GET_REASON(error) - SSL_AD_REASON_OFFSET;
    if (ERR_GET_LIB(error) != ERR_LIB_SSL || alert < 0 || alert > 255) return "";
    return fmt::format("it sent the TLS alert '{}'", name_alert(alert));
}

std::string describe_failure() {
    const auto error = ERR_peek_error();
    // libssl reports no error for a connection that ends before the handshake.
    if (error == 0) return "it closed the connection (in the TLS handshake)";
    const auto alert = describe_alert();
    return alert.empty() ? "TLS failed: " + reason_of(error) : alert;
}

Error setup_error() { return Error("cannot prepare TLS: " + reason_of(ERR_get_error())); }

}  // namespace monitoring
