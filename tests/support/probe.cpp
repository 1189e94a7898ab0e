// A check, metric plugin or wrapper that does what its arguments status_line, to see what the glue
// around every tool makes of it.

#include <unistd.h>

#include <stdexcept>
#include <string>

#include "common/runtime/activity.hpp"
#include "common/runtime/log.hpp"
#include "common/tool/check.hpp"
#include "common/tool/metrics.hpp"
#include "common/wrapper/wrapper.hpp"

using namespace monitoring;

/// What the tool shall do when it is not asked to print a message.
static void misbehave(const std::string& how) {
    static const std::string kHang = "hang at ";
    if (how == "hang" || how.starts_with(kHang)) {
        const Activity activity("reading " +
                                (how == "hang" ? "/etc/motd\n" : how.substr(kHang.size())));
        while (true) pause();
    }
    if (how == "hang idly") {
        while (true) pause();
    }
    if (how == "error") throw Error("cannot open /etc/motd: gone");
    if (how == "mistake") throw UsageError("no limit");
    if (how == "exception") throw std::logic_error("a mistake of ours");
}

struct Behaviour {
    Status status = Status::ok;
    std::string message;
    std::string note;
    std::string how;
    std::string warning;
};

static Behaviour read_behaviour(const Arguments& arguments) {
    Behaviour behaviour;
    CommandLine cli{"Does what it is told"};
    const auto as_is = [](std::string_view text) { return std::string(text); };
    cli.add_value("--status", behaviour.status, status_option, "STATUS", "Status to end with");
    cli.add_value("--message", behaviour.message, as_is, "TEXT", "Message");
    cli.add_value("--note", behaviour.note, as_is, "TEXT", "Note");
    cli.add_value("--how", behaviour.how, as_is, "TEXT", "hang, hang idly, error, ...");
    cli.add_value("--warn", behaviour.warning, as_is, "TEXT", "Warning");
    cli.footer("Examples:\n  probe --message fine");
    parse(cli, arguments);
    if (!behaviour.warning.empty()) warn(behaviour.warning);
    misbehave(behaviour.how);
    return behaviour;
}

static Verdict probe_check(const Arguments& arguments) {
    const Behaviour behaviour = read_behaviour(arguments);
    return {behaviour.status, behaviour.message, behaviour.note};
}

static void probe_metrics(const Arguments& arguments, MetricWriter& writer) {
    const Behaviour behaviour = read_behaviour(arguments);
    const auto graphs = [] {
        return std::vector{GraphDef("probe.graph", "Probe", "float", {{"key", "label", true}})};
    };
    if (writer.describe(graphs)) return;
    writer.write(behaviour.message.empty() ? "probe.graph.key" : behaviour.message, 1.5);
}

static WrapperResult probe_wrapper(const Arguments& arguments) {
    Behaviour behaviour = read_behaviour(arguments);
    for (const auto& word : arguments.common->command) behaviour.message += "[" + word + "]";
    return {behaviour.status, behaviour.message + "\n"};
}

/// Which of the three it is follows from its name.
int main(int argc, char** argv) {
    const std::string name = argv[0];
    if (name.ends_with("metrics")) return run_metrics(argc, argv, probe_metrics);
    if (name.ends_with("wrapper")) return run_wrapper(argc, argv, probe_wrapper);
    return run_check(argc, argv, probe_check);
}
