#include "common/text/error.hpp"

#include <fmt/format.h>

#include "common/text/error_text.hpp"

namespace monitoring {

Error system_error(std::string_view what, int error_number) {
    return Error(fmt::format("{}: {}", what, error_text(error_number)));
}

}  // namespace monitoring
