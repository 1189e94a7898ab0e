#pragma once

#include <stdexcept>
#include <string_view>

namespace monitoring {

/// Why judging is impossible: says what failed, on which file or address, and why.
class Error : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A mistake on the command line. It is UNKNOWN whatever --status-as says, because a typing error
/// that shows as OK would never be found.
class UsageError : public Error {
    using Error::Error;
};

/// An Error that reads "WHAT: reason", the reason being that of an errno value.
[[nodiscard]] Error system_error(std::string_view what, int error_number);

}  // namespace monitoring
