#pragma once

#include "common/tool/cli.hpp"

namespace monitoring {

/// Whether a metric plugin is asked for its graph definitions (MACKEREL_AGENT_PLUGIN_META set, not
/// empty).
[[nodiscard]] bool wants_graphs();

/// Prepares what the tool says at its deadline and on SIGTERM, for its kind and --status-as.
void set_exit_message(const CommonOptions& common);

/// Adds the options that all tools of that kind share.
void add_common_options(CommandLine& cli, CommonOptions& common);

/// Whether somebody asks for the help, for what is remembered or for the definitions of graphs: the
/// answer is no result. Known as soon as the options have been named.
[[nodiscard]] bool is_asked(const CommandLine& cli, const CommonOptions& common);

/// Starts the deadline of --timeout. It counts from where the tool started, or its turn came.
void start_deadline(const CommonOptions& common);

}  // namespace monitoring
