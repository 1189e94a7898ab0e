#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/tool/cli.hpp"

namespace monitoring {

/// --splay: a duration of at most 20 s. Throws UsageError.
[[nodiscard]] Seconds splay_option(std::string_view text);

/// This host's part of a span, from 0 to below all of it: always the same for a command.
[[nodiscard]] Seconds host_delay(std::string_view host, const std::vector<std::string>& key,
                                 Seconds span);

/// What tells a host from others: its name, that of uname(2) where none is given, or its machine ID
/// (machine-id(5)) where the name is one that all hosts have, such as localhost.
[[nodiscard]] std::string host_identity(std::string_view given_name = "");

/// Waits for this host's part of --splay, which depends on the command line, without a deadline; a
/// signal ends the tool meanwhile. Returns whether it waited. Throws UsageError where
/// mackerel-agent would not wait for it and --timeout.
[[nodiscard]] bool wait_for_turn(const Arguments& arguments);

}  // namespace monitoring
