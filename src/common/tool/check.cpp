#include "common/tool/check.hpp"

#include "common/tool/glue.hpp"

namespace monitoring {

int run_check(int argc, char** argv, Verdict (*check)(const Arguments&), Seconds timeout) {
    const auto tool = [check](const Arguments& arguments) {
        Verdict verdict = check(arguments);
        verdict.status = arguments.common->shown_as(verdict.status);
        return ending_of(verdict, arguments.common->style);
    };
    return run_tool(argc, argv, Kind::check, tool, timeout);
}

}  // namespace monitoring
