#include <algorithm>

#include "common/text/error.hpp"
#include "common/x509/certificate.hpp"
#include "common/x509/der.hpp"

namespace monitoring {

/// The value of the extension with that OBJECT IDENTIFIER (RFC 5280, 4.2); empty without it. Throws
/// Error when an extension in front of it is damaged.
static std::string_view find_extension(std::string_view extensions, std::string_view identifier) {
    std::string_view all = take_element(extensions, DerType::sequence).content;
    while (!all.empty()) {
        std::string_view parts = take_element(all, DerType::sequence).content;
        const bool is_it = take_element(parts, DerType::object_identifier).content == identifier;
        DerElement value = take_element(parts);
        // The field "critical" is optional.
        if (value.type == DerType::boolean) value = take_element(parts);
        if (is_it && value.type == DerType::octet_string) return value.content;
    }
    return {};
}

static std::string in_small_letters(std::string_view name) {
    std::string result(name);
    std::transform(result.begin(), result.end(), result.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return result;
}

bool is_root(const Certificate& certificate) {
    static constexpr std::string_view kBasicConstraints = "\x55\x1D\x13";
    if (!certificate.is_self_signed || certificate.extensions.empty()) return false;
    try {
        auto value = find_extension(certificate.extensions, kBasicConstraints);
        if (value.empty()) return false;
        auto constraints = take_element(value, DerType::sequence).content;
        // cA is FALSE by default.
        if (constraints.empty()) return false;
        const DerElement is_authority = take_element(constraints);
        return is_authority.type == DerType::boolean &&
               is_authority.content != std::string_view("\0", 1);
    } catch (const Error&) {
        return false;
    }
}

std::set<std::string> server_names(const Certificate& certificate) {
    static constexpr std::string_view kSubjectAltName = "\x55\x1D\x11";
    std::set<std::string> names;
    if (certificate.extensions.empty()) return names;
    try {
        auto value = find_extension(certificate.extensions, kSubjectAltName);
        if (value.empty()) return names;
        std::string_view all = take_element(value, DerType::sequence).content;
        while (!all.empty()) {
            const DerElement name = take_element(all);
            if (name.type == DerType::context_2) names.insert(in_small_letters(name.content));
            if (name.type == DerType::context_7) names.emplace(name.content);
        }
    } catch (const Error&) {
        // The names in front of the damage count.
    }
    return names;
}

}  // namespace monitoring
