#include "common/validity/certificate_survey.hpp"

#include <gtest/gtest.h>

#include "support/make_certificate.hpp"

namespace monitoring {
namespace {

using Texts = std::vector<std::string>;

const Peer kPeer{.host = "example.com", .port = 443};
const TestCertificate kOld{.not_after = "20270401000000Z", .not_before = "20270101000000Z"};
const TestCertificate kNew{
    .not_after = "20270601000000Z", .not_before = "20270301000000Z", .serial = "\x02"};

CertificateSurvey survey(const std::vector<TlsAnswer>& answers) {
    CertificateSurvey survey;
    survey_server(kPeer, answers, {}, survey);
    return survey;
}

TlsAnswer answer(const std::string& address, bool has_no_route = false) {
    TlsAnswer answer;
    answer.address = address;
    answer.has_no_route = has_no_route;
    if (has_no_route) {
        answer.failure = "Network is unreachable";
    } else {
        answer.certificates = {make_certificate(kOld)};
    }
    return answer;
}

TEST(SurveyServer, NamesTheServerAndTheAddressThatItsNameDoesNotTell) {
    const auto found = survey({answer(""), answer("example.com"), answer("192.0.2.1")});
    ASSERT_EQ(found.bundles.size(), 3U);
    EXPECT_EQ(found.bundles[0].source, "example.com:443");
    EXPECT_EQ(found.bundles[1].source, "example.com:443");
    EXPECT_EQ(found.bundles[2].source, "example.com:443 at 192.0.2.1");
}

TEST(SurveyServer, AlertsWithoutACertificateAndWithoutTrust) {
    TlsAnswer silent;
    silent.failure = "Connection refused";
    TlsAnswer distrusted = answer("192.0.2.1");
    distrusted.verify_error = "hostname mismatch";
    const auto found = survey({silent, distrusted});
    EXPECT_EQ(found.alerts, (Texts{"no certificate from example.com:443: Connection refused",
                                   "the certificate of example.com:443 at 192.0.2.1 is not valid: "
                                   "hostname mismatch"}));
    EXPECT_EQ(found.bundles.size(), 1U);
}

TEST(SurveyServer, SaysOnceThatAnswersCannotBeVerified) {
    TlsAnswer one = answer("192.0.2.1");
    one.verify_failure = "cannot verify the certificate: there are no certificates of authorities";
    TlsAnswer two = answer("192.0.2.2");
    two.verify_failure = one.verify_failure;
    const auto found = survey({one, two});
    EXPECT_EQ(found.gaps, Texts{one.verify_failure});
    EXPECT_EQ(found.bundles.size(), 2U);
}

TEST(SurveyServer, PassesOverIpv6WhereThisMachineHasNoneButOtherAddresses) {
    const auto found = survey({answer("2001:db8::1", true), answer("192.0.2.1")});
    EXPECT_EQ(found.unreached, Texts{"2001:db8::1"});
    EXPECT_TRUE(found.alerts.empty());
    EXPECT_EQ(survey({answer("2001:db8::1", true)}).alerts.size(), 1U);
    EXPECT_EQ(survey({answer("192.0.2.1", true), answer("192.0.2.2")}).alerts.size(), 1U)
        << "a network of IPv4 that is missing is one that is down";
}

TEST(SurveyServer, ComparesEachAnswerWithTheFilesAndNotWithTheOther) {
    CertificateSurvey found;
    found.bundles.push_back(
        {.source = "/a.pem", .certificates = {parse_certificate(make_certificate(kNew))}});
    TlsAnswer reloaded = answer("192.0.2.2");
    reloaded.certificates = {make_certificate(kNew)};
    EXPECT_TRUE(survey({reloaded, answer("192.0.2.1")}).alerts.empty()) << "there is no file";
    survey_server(kPeer, {reloaded, answer("192.0.2.1")}, {}, found);
    ASSERT_EQ(found.alerts.size(), 1U);
    EXPECT_TRUE(found.alerts[0].starts_with("/a.pem holds a newer certificate")) << found.alerts[0];
    EXPECT_EQ(found.bundles.size(), 3U);
}

class JudgeSurvey : public testing::Test {
protected:
    void expect(Status status, const std::string& message, const std::string& note = "") const {
        const auto verdict = judge_survey(survey_, limits_, now_);
        EXPECT_EQ(verdict.status, status);
        EXPECT_EQ(verdict.message, message);
        EXPECT_EQ(verdict.note, note);
    }

    void add_certificate() {
        survey_.bundles.push_back(
            {.source = "/a.pem", .certificates = {parse_certificate(make_certificate(kOld))}});
    }

    static constexpr auto kDates = "Expiration date: 'Apr  1 00:00:00 2027 GMT'. 10 days left";
    const std::string alert_ = std::string(kDates) + " (/a.pem, CN=example.com, serial 04:AB)";
    CertificateSurvey survey_;
    Thresholds limits_;
    Moment now_ = std::chrono::sys_days(std::chrono::March / 22 / 2027);
};

TEST_F(JudgeSurvey, PutsAlertsBeforeGapsAndBothBeforeDatesThatAreFine) {
    add_certificate();
    expect(Status::ok, kDates);
    survey_.gaps = {"gap 1", "gap 2"};
    expect(Status::unknown, std::string("gap 1, gap 2 | ") + kDates);
    survey_.alerts = {"alert"};
    expect(Status::critical, std::string("alert; gap 1, gap 2 | ") + kDates);
}

TEST_F(JudgeSurvey, PutsDatesInFrontThatAreAsBad) {
    add_certificate();
    limits_.critical = time_left_limit_option("11");
    survey_.gaps = {"gap"};
    expect(Status::critical, alert_ + "; gap");
    survey_.alerts = {"alert"};
    expect(Status::critical, alert_ + "; alert; gap");
}

TEST_F(JudgeSurvey, TakesAGapForWorseThanAWarning) {
    add_certificate();
    limits_.warning = time_left_limit_option("11");
    expect(Status::warning, alert_);
    survey_.gaps = {"gap"};
    expect(Status::unknown, "gap | " + alert_);
}

TEST_F(JudgeSurvey, NeedsNoCertificate) {
    survey_.gaps = {"gap"};
    expect(Status::unknown, "gap");
    survey_.alerts = {"alert"};
    expect(Status::critical, "alert; gap");
}

TEST_F(JudgeSurvey, NotesWhatWasNotLookedAt) {
    add_certificate();
    survey_.unreadable = {"/b.pem"};
    survey_.unreached = {"2001:db8::1"};
    expect(Status::ok, kDates, " (no access to /b.pem) (no route to 2001:db8::1)");
}

}  // namespace
}  // namespace monitoring
