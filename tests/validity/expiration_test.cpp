#include "common/validity/expiration.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"
#include "support/make_certificate.hpp"

namespace monitoring {
namespace {

using std::chrono::seconds;

/// Noon of 2027-10-27.
const Moment kNow(seconds(1824638400));
constexpr seconds kDay(86400);

Certificate certificate(TestCertificate test, Moment not_after,
                        Moment not_before = kNow - 100 * kDay) {
    auto result = parse_certificate(make_certificate(test));
    result.not_after = not_after;
    result.not_before = not_before;
    return result;
}

Thresholds limits(std::string_view warning, std::string_view critical) {
    return {time_left_limit_option(warning), time_left_limit_option(critical)};
}

Verdict judge(const std::vector<Certificate>& certificates, const Thresholds& thresholds,
              Moment now = kNow) {
    return judge_dates({{.source = "/a.pem", .certificates = certificates}}, thresholds, now)
        .value();
}

Status status_at(Moment not_after, const Thresholds& thresholds) {
    return judge({certificate({}, not_after)}, thresholds).status;
}

TEST(TimeLeftLimitOption, TakesDaysDurationsAndShares) {
    EXPECT_EQ(time_left_limit_option("7").value, 7 * 86400);
    EXPECT_EQ(time_left_limit_option("0").value, 0);
    EXPECT_EQ(time_left_limit_option("1.5").value, 2 * 86400);
    EXPECT_EQ(time_left_limit_option("12h").value, 43200);
    EXPECT_EQ(time_left_limit_option("1w").value, 7 * 86400);
    EXPECT_TRUE(time_left_limit_option("20%").is_percentage);
    EXPECT_EQ(time_left_limit_option("20%").value, 20);
    EXPECT_EQ(time_left_limit_option("1e300").value, 1e300 * 86400);
}

TEST(TimeLeftLimitOption, TakesNothingElse) {
    for (const std::string_view wrong : {"", "abc", "-1", "1e999", "1e305", "nan", "inf", "7x",
                                         "7 d", "%", "-1%", "h", "0x7", "101%"}) {
        EXPECT_THROW(static_cast<void>(time_left_limit_option(wrong)), UsageError) << wrong;
    }
}

TEST(JudgeDates, CountsWholeDaysRoundedDown) {
    const auto days = limits("7", "5");
    const auto message = [&](seconds left) {
        return judge({certificate({}, kNow + left)}, days).message;
    };
    EXPECT_EQ(message(62 * kDay), "Expiration date: 'Dec 28 12:00:00 2027 GMT'. 62 days left");
    EXPECT_TRUE(message(62 * kDay - seconds(1)).ends_with(" 61 days left"));
    const std::string behind = " days left (/a.pem, CN=example.com, serial 04:AB)";
    EXPECT_TRUE(message(seconds(1)).ends_with(" 0" + behind));
    EXPECT_TRUE(message(seconds(0)).ends_with(" 0" + behind));
    EXPECT_TRUE(message(seconds(-1)).ends_with(" -1" + behind));
    EXPECT_TRUE(message(-kDay).ends_with(" -1" + behind));
    EXPECT_TRUE(message(-kDay - seconds(1)).ends_with(" -2" + behind));
}

TEST(JudgeDates, AlertsBelowALimitAndNotAtIt) {
    const auto days = limits("7", "5");
    EXPECT_EQ(status_at(kNow + 7 * kDay, days), Status::ok);
    EXPECT_EQ(status_at(kNow + 7 * kDay - seconds(1), days), Status::warning);
    EXPECT_EQ(status_at(kNow + 5 * kDay, days), Status::warning);
    EXPECT_EQ(status_at(kNow + 5 * kDay - seconds(1), days), Status::critical);
    EXPECT_EQ(status_at(kNow + 2 * kDay - seconds(1), limits("1.5", "0")), Status::warning);
    EXPECT_EQ(status_at(kNow + 2 * kDay, limits("1.5", "0")), Status::ok);
}

TEST(JudgeDates, IsAlwaysCriticalWhenExpired) {
    EXPECT_EQ(status_at(kNow, limits("0", "0")), Status::ok);
    EXPECT_EQ(status_at(kNow - seconds(1), limits("0", "0")), Status::critical);
    EXPECT_EQ(status_at(kNow - seconds(1), {}), Status::critical);
}

TEST(JudgeDates, IsCriticalBeforeTheCertificateIsValid) {
    const auto verdict =
        judge({certificate({}, kNow + 90 * kDay, kNow + seconds(1))}, limits("7", "5"));
    EXPECT_EQ(verdict.status, Status::critical);
    EXPECT_EQ(verdict.message,
              "Expiration date: 'Jan 25 12:00:00 2028 GMT'. 90 days left, "
              "not valid before 'Oct 27 12:00:01 2027 GMT' (/a.pem, CN=example.com, serial 04:AB)");
    EXPECT_EQ(judge({certificate({}, kNow + 90 * kDay, kNow)}, {}).status, Status::ok);
    // A lifetime that ends before it starts.
    EXPECT_EQ(judge({certificate({}, kNow - kDay, kNow + kDay)}, {}).status, Status::critical);
}

TEST(JudgeDates, TakesDurationsAndShares) {
    EXPECT_EQ(status_at(kNow + seconds(12 * 3600), limits("12h", "1h")), Status::ok);
    EXPECT_EQ(status_at(kNow + seconds(12 * 3600 - 1), limits("12h", "1h")), Status::warning);
    // Of 125 days 25 are left.
    EXPECT_EQ(status_at(kNow + 25 * kDay, limits("20%", "10%")), Status::ok);
    EXPECT_EQ(status_at(kNow + 25 * kDay - seconds(2), limits("20%", "10%")), Status::warning);
    EXPECT_EQ(status_at(kNow + 11 * kDay, limits("20%", "10%")), Status::critical);
}

TEST(JudgeDates, ReachesTheYear9999) {
    const auto far = certificate({}, parse_generalized_time("99991231235959Z").value());
    EXPECT_EQ(judge({far}, limits("7", "5")).message,
              "Expiration date: 'Dec 31 23:59:59 9999 GMT'. 2911778 days left");
}

TEST(JudgeDates, ShowsTheWorstOfSeveral) {
    const auto verdict = judge({certificate({}, kNow + 90 * kDay),
                                certificate({.subject = "b", .serial = "\x02"}, kNow - 3 * kDay),
                                certificate({.subject = "c"}, kNow + 60 * kDay)},
                               limits("7", "5"));
    EXPECT_EQ(verdict.status, Status::critical);
    EXPECT_EQ(verdict.message,
              "Expiration date: 'Oct 24 12:00:00 2027 GMT'. -3 days left "
              "(/a.pem, CN=b, serial 02), worst of 3 certificates");
}

TEST(JudgeDates, PrefersTheWorseStatusToTheEarlierEnd) {
    // Of 100 days 10 are left, and of 1,000 days 20.
    const auto verdict =
        judge({certificate({.subject = "short"}, kNow + 10 * kDay, kNow - 20 * kDay),
               certificate({.subject = "long"}, kNow + 20 * kDay, kNow - 980 * kDay)},
              limits("10%", "5%"));
    EXPECT_EQ(verdict.status, Status::critical);
    EXPECT_NE(verdict.message.find("CN=long"), std::string::npos);
}

TEST(JudgeDates, LeavesRootsOutBesideOthers) {
    const auto root = certificate({.subject = "Test CA", .is_authority = true}, kNow - kDay);
    EXPECT_EQ(judge({certificate({}, kNow + 90 * kDay), root}, limits("7", "5")).message,
              "Expiration date: 'Jan 25 12:00:00 2028 GMT'. 90 days left "
              "(/a.pem, CN=example.com, serial 04:AB), worst of 1 certificate "
              "(and 1 root not judged)");
    EXPECT_EQ(judge({root}, limits("7", "5")).status, Status::critical);
    const auto two = judge({root, root}, limits("7", "5"));
    EXPECT_EQ(two.status, Status::critical);
    EXPECT_TRUE(two.message.ends_with(", worst of 2 certificates")) << two.message;
}

TEST(JudgeDates, JudgesTheFirstWhateverItIs) {
    const auto root = certificate({.subject = "Test CA", .is_authority = true}, kNow + kDay);
    const auto verdict = judge({root, certificate({}, kNow + 90 * kDay), root}, limits("7", "5"));
    EXPECT_EQ(verdict.status, Status::critical);
    EXPECT_TRUE(verdict.message.ends_with(", worst of 2 certificates (and 1 root not judged)"))
        << verdict.message;
}

TEST(JudgeDates, NamesWhatAServerSendsInVain) {
    const auto old = certificate({.subject = "Cross"}, kNow - kDay);
    const CertificateBundle server{
        .source = "host:443", .certificates = {certificate({}, kNow + 90 * kDay)}, .unused = {old}};
    const auto verdict = judge_dates({server}, limits("7", "5"), kNow).value();
    EXPECT_EQ(verdict.status, Status::ok);
    EXPECT_EQ(verdict.message,
              "Expiration date: 'Jan 25 12:00:00 2028 GMT'. 90 days left (host:443, "
              "CN=example.com, serial 04:AB), worst of 1 certificate (and 1 not used: CN=Cross, "
              "until 'Oct 26 12:00:00 2027 GMT')");
}

TEST(JudgeDates, JudgesEachBundleByItself) {
    const CertificateBundle root{
        .source = "/root.pem",
        .certificates = {certificate({.subject = "Test CA", .is_authority = true}, kNow)}};
    const CertificateBundle leaf{.source = "/leaf.pem",
                                 .certificates = {certificate({}, kNow + kDay)}};
    const auto verdict = judge_dates({leaf, root}, limits("7", "5"), kNow);
    EXPECT_NE(
        verdict->message.find("(/root.pem, CN=Test CA, serial 04:AB), worst of 2 certificates"),
        std::string::npos);
    EXPECT_FALSE(judge_dates({}, limits("7", "5"), kNow));
}

}  // namespace
}  // namespace monitoring
