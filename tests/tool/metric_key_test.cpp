#include "common/tool/metric_key.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "common/text/error.hpp"

using namespace monitoring;
using namespace std::string_view_literals;

TEST(IsMetricKey, TakesSegmentsJoinedByDots) {
    for (const auto* key : {"a", "linux-lite.memory.avail", "A-Z_0.9", "-", "_", "0.0.0.0"}) {
        EXPECT_TRUE(is_metric_key(key)) << key;
    }
}

TEST(IsMetricKey, TakesEachLetterAndDigit) {
    EXPECT_TRUE(is_metric_key("-_0123456789abcdefghijklmnopqrstuvwxyz.ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
}

TEST(IsMetricKey, RefusesEmptySegments) {
    for (const auto* key : {"", ".", "a.", ".a", "a..b", "..."}) {
        EXPECT_FALSE(is_metric_key(key)) << key;
    }
}

TEST(IsMetricKey, RefusesEveryOtherCharacter) {
    for (const auto key : {"a b"sv, "a\tb"sv, "a\n"sv, "a/b"sv, "a:b"sv, "a*"sv, "#"sv, "a@b"sv,
                           "a[b"sv, "a`b"sv, "a{b"sv, "\xC3\xA9"sv, "a\0"sv, "a,b"sv, "a+b"sv}) {
        EXPECT_FALSE(is_metric_key(key)) << key;
    }
}

TEST(MetricKeyOption, IsTheTextItself) { EXPECT_EQ(metric_key_option("db.primary"), "db.primary"); }

TEST(MetricKeyOption, RejectsWhatIsNone) {
    EXPECT_THROW(static_cast<void>(metric_key_option("")), UsageError);
    EXPECT_THROW(static_cast<void>(metric_key_option("a b")), UsageError);
    EXPECT_THROW(static_cast<void>(metric_key_option("a.")), UsageError);
}

TEST(MetricKeySegment, PutsUnderscoresWhereAKeyHasNoRoom) {
    EXPECT_EQ(metric_key_segment("run/gaurun.sock"), "run_gaurun_sock");
    EXPECT_EQ(metric_key_segment("A-z_09"), "A-z_09");
    EXPECT_EQ(metric_key_segment("a b\n\xC3\xA9"), "a_b___");
    EXPECT_EQ(metric_key_segment(""), "");
}
