#include "common/text/error.hpp"

#include <fmt/format.h>

#include <cstring>

namespace monitoring {

Error system_error(std::string_view what, int error_number) {
    return Error(fmt::format("{}: {}", what, strerror(error_number)));
}

}  // namespace monitoring
