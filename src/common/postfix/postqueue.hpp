#pragma once

#include <string>

#include "common/postfix/queue_listing.hpp"
#include "common/text/quantity.hpp"

namespace monitoring {

/// The queue_directory of the instance of Postfix with that configuration directory, or of the
/// default instance where that is empty. By postconf(1), which gets so much time. Throws Error.
[[nodiscard]] std::string ask_queue_directory(const std::string& config_directory, Seconds timeout);

/// What `postqueue -j` lists of that instance. A warning it prints beside the list goes to stderr.
/// Throws Error when the list is not whole for any reason.
[[nodiscard]] QueueListing ask_postqueue(const std::string& config_directory, Seconds timeout);

}  // namespace monitoring
