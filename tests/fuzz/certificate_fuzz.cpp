// Any bytes as a certificate file, whole and in pieces.

#include <string>
#include <vector>

#include "common/text/error.hpp"
#include "common/x509/certificate.hpp"
#include "common/x509/der.hpp"
#include "common/x509/pem.hpp"
#include "common/x509/pkcs12.hpp"
#include "common/x509/read_certificates.hpp"
#include "harness.hpp"

using namespace monitoring;

namespace {

void look_at(const Certificate& certificate) {
    require(format_name(certificate.subject).size() <= 400, "a name is short");
    const auto serial = format_serial(certificate.serial);
    require(!serial.empty() && serial.size() <= 100, "a serial number is short, and there");
    const auto end = format_moment(certificate.not_after);
    require(end.size() >= 20 && end.ends_with(" GMT"), "a date looks like one");
    static_cast<void>(is_root(certificate));
    static_cast<void>(server_names(certificate));
}

struct PemResult {
    std::vector<std::string> certificates;
    std::vector<std::string> damages;

    bool operator==(const PemResult&) const = default;
};

PemResult read_pem(std::string_view text, std::size_t piece) {
    PemResult result;
    PemReader reader([&result](std::string_view der) {
        look_at(parse_certificate(der));
        result.certificates.emplace_back(der);
        return true;
    });
    std::string held;
    for (; text.size() > piece; text.remove_prefix(piece)) {
        held += text.substr(0, piece);
        held.erase(0, reader.read(held, false));
    }
    held += text;
    require(reader.read(held, true) == held.size(), "the last piece is read to its end");
    result.damages = reader.damages();
    return result;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = as_text(data, size);
    const auto whole = read_pem(input, size + 1);
    require(whole == read_pem(input, 61), "pieces are the same as the whole");

    CertificateBundle bundle;
    try {
        // Without a key that is derived from a password as often as the file says, which takes its
        // time.
        if (!is_pkcs12(input)) read_der(input, {}, bundle);
        for (const auto& certificate : bundle.certificates) look_at(certificate);
        look_at(parse_certificate(input));
    } catch (const Error& error) {
        require(std::string_view(error.what()).starts_with("it"), "the reason is one of ours");
    }
    static_cast<void>(format_name(input));
    static_cast<void>(parse_utc_time(input));
    static_cast<void>(parse_generalized_time(input));
    return 0;
}
