#pragma once

#include <string>

#include "support/run_tool.hpp"

namespace monitoring {

/// What a time service's program printed, captured from the real one.
inline std::string ntp_fixture(const std::string& name) {
    return read_text(FIXTURES_DIRECTORY "/ntp/" + name);
}

}  // namespace monitoring
