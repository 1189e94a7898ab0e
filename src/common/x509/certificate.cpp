#include "common/x509/certificate.hpp"

#include "common/text/error.hpp"
#include "common/x509/der.hpp"

namespace monitoring {

static Moment take_time(std::string_view& fields) {
    const DerElement time = take_element(fields);
    std::optional<Moment> moment;
    if (time.type == DerType::utc_time) moment = parse_utc_time(time.content);
    if (time.type == DerType::generalized_time) moment = parse_generalized_time(time.content);
    if (!moment) throw Error("its validity is not a time");
    return *moment;
}

/// The extensions, behind the optional unique identifiers. Damage there is ignored: the dates can
/// be judged all the same.
static std::string_view find_extensions(std::string_view fields) {
    try {
        while (!fields.empty()) {
            const DerElement field = take_element(fields);
            if (field.type == DerType::context_3) return field.content;
        }
    } catch (const Error&) {
        // Treated as no extensions.
    }
    return {};
}

Certificate parse_certificate(std::string_view der) {
    std::string_view parts = take_element(der, DerType::sequence).content;
    std::string_view fields = take_element(parts, DerType::sequence).content;
    static_cast<void>(take_element(parts, DerType::sequence));
    static_cast<void>(take_element(parts, DerType::bit_string));

    Certificate certificate;
    DerElement first = take_element(fields);
    // Certificates of version 1 have no version field.
    if (first.type == DerType::context_0) first = take_element(fields);
    if (first.type != DerType::integer || first.content.empty()) {
        throw Error("it is not made like a certificate");
    }
    certificate.serial = first.content;
    static_cast<void>(take_element(fields, DerType::sequence));
    const auto issuer = take_element(fields, DerType::sequence).whole;
    std::string_view validity = take_element(fields, DerType::sequence).content;
    certificate.not_before = take_time(validity);
    certificate.not_after = take_time(validity);
    certificate.subject = take_element(fields, DerType::sequence).whole;
    certificate.public_key = take_element(fields, DerType::sequence).whole;
    certificate.is_self_signed = issuer == certificate.subject;
    certificate.extensions = find_extensions(fields);
    return certificate;
}

}  // namespace monitoring
