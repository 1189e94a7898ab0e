#include "common/validity/reload.hpp"

#include <gtest/gtest.h>

#include "support/make_certificate.hpp"

namespace monitoring {
namespace {

CertificateBundle bundle(const std::string& source, const std::vector<TestCertificate>& tests) {
    CertificateBundle result{.source = source};
    for (const auto& test : tests) {
        result.certificates.push_back(parse_certificate(make_certificate(test)));
    }
    return result;
}

using Bundles = std::vector<CertificateBundle>;

std::string alert_of(const Bundles& files, const CertificateBundle& server) {
    return judge_reload(files, server).alert;
}
std::string gap_of(const Bundles& files, const CertificateBundle& server) {
    return judge_reload(files, server).gap;
}

const TestCertificate kOld{.not_after = "20270401000000Z", .not_before = "20270101000000Z"};
const TestCertificate kNew{
    .not_after = "20270601000000Z", .not_before = "20270301000000Z", .serial = "\x02"};

TEST(JudgeReload, FindsANewerCertificateInAFile) {
    EXPECT_EQ(alert_of({bundle("/a.pem", {kNew})}, bundle("host:443", {kOld})),
              "/a.pem holds a newer certificate (serial 02, until 'Jun  1 00:00:00 2027 GMT') than "
              "host:443 shows (serial 04:AB, until 'Apr  1 00:00:00 2027 GMT'): it was not "
              "reloaded");
}

TEST(JudgeReload, IsContentWithTheSameAndWithAnOlderOne) {
    EXPECT_EQ(alert_of({bundle("/a.pem", {kOld})}, bundle("host:443", {kOld})), "");
    EXPECT_EQ(alert_of({bundle("/a.pem", {kOld})}, bundle("host:443", {kNew})), "");
    EXPECT_EQ(alert_of({}, bundle("host:443", {kOld})), "");
    EXPECT_EQ(alert_of({bundle("/a.pem", {kNew})}, bundle("host:443", {})), "");
}

TEST(JudgeReload, TakesTheOneIssuedLaterThoughItEndsEarlier) {
    TestCertificate shorter = kNew;
    shorter.not_after = "20270320000000Z";
    EXPECT_NE(alert_of({bundle("/a.pem", {shorter})}, bundle("host:443", {kOld})), "");
    EXPECT_EQ(alert_of({bundle("/a.pem", {kOld})}, bundle("host:443", {shorter})), "");
}

TEST(JudgeReload, TakesTheOneThatLastsLongerOfTwoFromTheSameTime) {
    TestCertificate longer = kOld;
    longer.not_before = "20261231120000Z";
    longer.not_after = "20280101000000Z";
    EXPECT_NE(alert_of({bundle("/a.pem", {longer})}, bundle("host:443", {kOld})), "");
    EXPECT_EQ(alert_of({bundle("/a.pem", {kOld})}, bundle("host:443", {longer})), "");
}

TEST(JudgeReload, LooksForTheSubjectInAllFiles) {
    TestCertificate other = kNew;
    other.subject = "other.example";
    const auto server = bundle("host:443", {kOld});
    EXPECT_EQ(alert_of({bundle("/b.pem", {other}), bundle("/a.pem", {kOld})}, server), "");
    EXPECT_NE(alert_of({bundle("/b.pem", {other}), bundle("/a.pem", {other, kNew})}, server), "");
    EXPECT_EQ(alert_of({bundle("/b.pem", {other}), bundle("/c.pem", {other})}, server), "");
}

TEST(JudgeReload, LooksForANameInCommon) {
    TestCertificate shown = kOld;
    shown.subject = "old.example";
    shown.names = "www.example.com";
    TestCertificate renewed = kNew;
    renewed.subject = "";
    renewed.names = "WWW.Example.com";
    const auto server = bundle("host:443", {shown});
    EXPECT_NE(alert_of({bundle("/a.pem", {renewed})}, server), "");
    renewed.names = "example.com";
    EXPECT_EQ(alert_of({bundle("/a.pem", {renewed})}, server), "");
    // Subjects without a name are not the same name.
    shown.subject = "";
    EXPECT_EQ(alert_of({bundle("/a.pem", {renewed})}, bundle("host:443", {shown})), "");
}

TEST(JudgeReload, SaysThatNoFileIsForTheServer) {
    TestCertificate other = kNew;
    other.subject = "other.example";
    const auto server = bundle("host:443", {kOld});
    EXPECT_EQ(gap_of({bundle("/a.pem", {other})}, server),
              "no file holds a certificate for host:443, which shows CN=example.com");
    EXPECT_EQ(gap_of({bundle("/a.pem", {other, kOld})}, server), "");
    EXPECT_EQ(gap_of({bundle("/a.pem", {kNew})}, server), "");
    EXPECT_EQ(gap_of({}, server), "");
    EXPECT_EQ(gap_of({bundle("/a.pem", {other})}, bundle("host:443", {})), "");
    TestCertificate nameless = kOld;
    nameless.subject = "";
    EXPECT_EQ(gap_of({bundle("/a.pem", {nameless})}, bundle("host:443", {nameless})), "");
}

}  // namespace
}  // namespace monitoring
