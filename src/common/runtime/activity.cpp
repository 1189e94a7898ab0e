#include "common/runtime/activity.hpp"

#include "common/runtime/signal_text.hpp"
#include "common/text/text.hpp"

namespace monitoring {

// Global, since a signal handler reads it.
static SignalText<1024> current_activity;

Activity::Activity(std::string_view description) : outer_(current()) {
    current_activity.assign(shorten(printable(description), 250));
}

Activity::~Activity() { current_activity.assign(outer_); }

std::string_view Activity::current() { return current_activity.view(); }

}  // namespace monitoring
