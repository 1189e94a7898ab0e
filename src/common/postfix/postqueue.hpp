#pragma once

#include <string>

#include "common/postfix/queue_listing.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// The queue_directory of the Postfix instance with that configuration directory; empty: the
/// default instance. Asks postconf(1), with that timeout. Throws Error.
[[nodiscard]] std::string ask_queue_directory(const std::string& config_directory, Seconds timeout);

/// The output of `postqueue -j` for that instance. Its warnings are logged. Throws Error when the
/// list is incomplete for any reason.
[[nodiscard]] QueueListing ask_postqueue(const std::string& config_directory, Seconds timeout);

}  // namespace monitoring
