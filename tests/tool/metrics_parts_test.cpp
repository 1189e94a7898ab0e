#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "common/text/error.hpp"
#include "common/text/text.hpp"
#include "common/tool/metrics.hpp"

using namespace monitoring;

/// Which graphs and metrics are defined of two graphs with groups.
static std::string names_defined(const Groups& chosen) {
    const std::string no_prefix;
    MetricWriter writer(no_prefix);
    writer.define({{"always", "", "float", {{"one", ""}, {"more", "", true, "more"}}},
                   {"extra", "", "float", {{"two", ""}, {"both", "", true, "more"}}, "extra"}},
                  chosen);
    std::string names;
    for (const std::string name : {"always", "one", "more", "extra", "two", "both"}) {
        if (writer.text().find('"' + name + '"') != std::string::npos) names += name + " ";
    }
    return names;
}

TEST(MetricWriter, DefinesOnlyTheGroupsThatAreChosen) {
    EXPECT_EQ(names_defined({}), "always one ");
    EXPECT_EQ(names_defined({"more"}), "always one more ");
    EXPECT_EQ(names_defined({"extra"}), "always one extra two ");
    EXPECT_EQ(names_defined({"more", "extra"}), "always one more extra two both ");
}

TEST(Attempt, SaysOnStderrWhatWasNotPossible) {
    testing::internal::CaptureStderr();
    int parts = 0;
    attempt([&] { ++parts; });
    attempt([] { throw Error("cannot open x"); });
    attempt("a.b", [] { throw Error("cannot open y"); });
    attempt("a.b", [&] { ++parts; });
    EXPECT_EQ(parts, 2);
    const auto errors = testing::internal::GetCapturedStderr();
    ASSERT_EQ(split(errors, '\n').size(), 3U) << errors;
    EXPECT_NE(errors.find(": cannot open x\n"), std::string::npos);
    EXPECT_NE(errors.find(": a.b is left out: cannot open y\n"), std::string::npos);
}

TEST(Attempt, LetsAMistakeOfOursThrough) {
    EXPECT_THROW(attempt([] { throw std::logic_error("ours"); }), std::logic_error);
    EXPECT_THROW(attempt("a.b", [] { throw std::logic_error("ours"); }), std::logic_error);
}
