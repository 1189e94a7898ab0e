#include "common/wrapper/delay_rules.hpp"

#include <gtest/gtest.h>

#include <string>

#include "common/text/error.hpp"

using namespace monitoring;

namespace {

using Failures = std::set<Status>;

/// Why an option is refused; "" when it is not.
template <typename Read>
std::string refusal(Read read, std::string_view text) {
    try {
        static_cast<void>(read(text));
    } catch (const UsageError& mistake) {
        return mistake.what();
    }
    return "";
}

std::string refusal(const DelayRules& rules) {
    try {
        require_possible(rules);
    } catch (const UsageError& mistake) {
        return mistake.what();
    }
    return "";
}

}  // namespace

TEST(DelayRules, CountRunsFromOneToAThousandMillion) {
    EXPECT_EQ(runs_option("1"), 1U);
    EXPECT_EQ(runs_option("1000000000"), 1'000'000'000U);
    for (const std::string text : {"0", "1000000001", "-1", "1.5", "", "3x", " 3"}) {
        EXPECT_EQ(refusal(runs_option, text),
                  "'" + text + "' is not a number of runs (1 to 1000000000)");
    }
}

TEST(DelayRules, LookAtAThousandRunsAtMost) {
    EXPECT_EQ(window_option("1000"), 1000U);
    EXPECT_EQ(refusal(window_option, "1001"), "'1001' is more than 1000 runs");
    EXPECT_EQ(refusal(window_option, "0"), "'0' is not a number of runs (1 to 1000000000)");
}

TEST(DelayRules, TakeFailuresInAnyCaseAndNoOk) {
    EXPECT_EQ(failures_option("Warning"), Failures({Status::warning}));
    EXPECT_EQ(failures_option("unknown,CRITICAL,unknown"),
              Failures({Status::critical, Status::unknown}));
    EXPECT_EQ(refusal(failures_option, "warning,OK"), "'OK' is no failure");
    EXPECT_EQ(refusal(failures_option, "warning,"),
              "'' is not a status (ok, warning, critical or unknown)");
}

TEST(DelayRules, ShowADelayedFailureAsOkOrWarning) {
    EXPECT_EQ(pending_status_option("ok"), Status::ok);
    EXPECT_EQ(pending_status_option("warning"), Status::warning);
    EXPECT_EQ(refusal(pending_status_option, "critical"), "'critical' is neither ok nor warning");
    EXPECT_EQ(refusal(pending_status_option, "unknown"), "'unknown' is neither ok nor warning");
}

TEST(DelayRules, RequireNoMoreFailuresThanThereAreRuns) {
    DelayRules rules;
    EXPECT_EQ(rules.required_failures(), 1U);
    EXPECT_EQ(refusal(rules), "");
    rules.window = 1;
    EXPECT_EQ(refusal(rules), "");
    rules.failures = 3;
    EXPECT_EQ(refusal(rules), "-c 3 is more than --window 1 (see --help)");
    rules.window = 3;
    EXPECT_EQ(refusal(rules), "");
    rules.window = 0;
    EXPECT_EQ(refusal(rules), "");
}
