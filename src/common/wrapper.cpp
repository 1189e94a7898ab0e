#include "common/wrapper.hpp"

#include "common/glue.hpp"

namespace monitoring {

int run_wrapper(int argc, char** argv, Passed (*wrapper)(const Arguments&)) {
    return run_tool(argc, argv, Kind::wrapper, [wrapper](const Arguments& arguments) {
        const Passed passed = wrapper(arguments);
        return Ending{passed.output, static_cast<int>(arguments.common->shown_as(passed.status))};
    });
}

}  // namespace monitoring
