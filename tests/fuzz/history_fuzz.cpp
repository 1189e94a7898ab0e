// Any text as what delay-checker remembers, and a few more runs after it.

#include <string>

#include "common/wrapper/failure_history.hpp"
#include "harness.hpp"

using namespace monitoring;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto parsed = parse_history(as_text(data, size));
    if (!parsed) return 0;
    auto history = *parsed;
    const auto text = format_history(history);
    const auto again = parse_history(text);
    require(again.has_value(), "what was written can be read");
    require(format_history(*again) == text, "it is the same when written again");

    DelayRules rules;
    rules.failures = rules.recoveries = 2;
    rules.window = 5;
    rules.period = Seconds(60);
    const auto now = history.failing_since;
    for (const Status status : {Status::critical, Status::ok, Status::unknown, Status::ok}) {
        const auto judgement = judge_run(history, status, now, rules);
        require(status == Status::ok || !judgement.prefix.empty(), "a failure is marked");
        require(history.runs.size() <= rules.window, "no more runs are kept than are looked at");
        require(!describe_history(history, now).empty(), "there is something to say");
    }
    require(parse_history(format_history(history)).has_value(), "it can still be written");
    return 0;
}
