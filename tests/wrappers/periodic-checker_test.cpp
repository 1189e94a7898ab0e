// periodic-checker as its users run it.

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

class PeriodicChecker : public ToolTest {};

TEST_F(PeriodicChecker, RunsTheCommandInsideItsRange) {
    expect_line("periodic-checker", {"--", "echo", "fine"}, "fine\n", 0);
}

}  // namespace
}  // namespace monitoring
