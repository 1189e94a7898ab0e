#include "common/regex.hpp"

#include <fmt/format.h>

#include <array>

#include "common/error.hpp"

namespace monitoring {

Regex::Regex(const std::string& text) {
    const int error = regcomp(&compiled_, text.c_str(), REG_EXTENDED | REG_NOSUB);
    if (error == 0) return;
    std::array<char, 128> reason{};
    regerror(error, &compiled_, reason.data(), reason.size());
    throw UsageError(fmt::format("'{}' is not a regular expression: {}", text, reason.data()));
}

bool Regex::is_found_in(const std::string& text) const {
    return regexec(&compiled_, text.c_str(), 0, nullptr, 0) == 0;
}

}  // namespace monitoring
