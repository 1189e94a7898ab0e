#include <gtest/gtest.h>

#include "common/x509/expiration.hpp"
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

const TestCertificate kOld{.not_after = "20270401000000Z", .not_before = "20270101000000Z"};
const TestCertificate kNew{
    .not_after = "20270601000000Z", .not_before = "20270301000000Z", .serial = "\x02"};

TEST(JudgeReload, FindsANewerCertificateInAFile) {
    EXPECT_EQ(judge_reload({bundle("/a.pem", {kNew})}, bundle("host:443", {kOld})),
              "/a.pem holds a newer certificate (serial 02, until 'Jun  1 00:00:00 2027 GMT') than "
              "host:443 shows (serial 04:AB, until 'Apr  1 00:00:00 2027 GMT'): it was not "
              "reloaded");
}

TEST(JudgeReload, IsContentWithTheSameAndWithAnOlderOne) {
    EXPECT_EQ(judge_reload({bundle("/a.pem", {kOld})}, bundle("host:443", {kOld})), "");
    EXPECT_EQ(judge_reload({bundle("/a.pem", {kOld})}, bundle("host:443", {kNew})), "");
    EXPECT_EQ(judge_reload({}, bundle("host:443", {kOld})), "");
    EXPECT_EQ(judge_reload({bundle("/a.pem", {kNew})}, bundle("host:443", {})), "");
}

TEST(JudgeReload, TakesTheOneIssuedLaterThoughItEndsEarlier) {
    TestCertificate shorter = kNew;
    shorter.not_after = "20270320000000Z";
    EXPECT_NE(judge_reload({bundle("/a.pem", {shorter})}, bundle("host:443", {kOld})), "");
    EXPECT_EQ(judge_reload({bundle("/a.pem", {kOld})}, bundle("host:443", {shorter})), "");
}

TEST(JudgeReload, TakesTheOneThatLastsLongerOfTwoFromTheSameTime) {
    TestCertificate longer = kOld;
    longer.not_before = "20261231120000Z";
    longer.not_after = "20280101000000Z";
    EXPECT_NE(judge_reload({bundle("/a.pem", {longer})}, bundle("host:443", {kOld})), "");
    EXPECT_EQ(judge_reload({bundle("/a.pem", {kOld})}, bundle("host:443", {longer})), "");
}

TEST(JudgeReload, LooksForTheSubjectInAllFiles) {
    TestCertificate other = kNew;
    other.subject = "other.example";
    const auto server = bundle("host:443", {kOld});
    EXPECT_EQ(judge_reload({bundle("/b.pem", {other}), bundle("/a.pem", {kOld})}, server), "");
    EXPECT_NE(judge_reload({bundle("/b.pem", {other}), bundle("/a.pem", {other, kNew})}, server),
              "");
    EXPECT_EQ(judge_reload({bundle("/b.pem", {other}), bundle("/c.pem", {other})}, server), "");
}

TEST(JudgeReload, TakesTheFirstOfASingleFileUnderAnotherSubject) {
    TestCertificate other = kNew;
    other.subject = "";
    EXPECT_NE(judge_reload({bundle("/a.pem", {other})}, bundle("host:443", {kOld})), "");
    TestCertificate shown = kOld;
    shown.subject = "";
    EXPECT_NE(judge_reload({bundle("/a.pem", {kNew})}, bundle("host:443", {shown})), "");
    EXPECT_EQ(judge_reload({bundle("/a.pem", {other}), bundle("/b.pem", {other})},
                           bundle("host:443", {shown})),
              "");
}

}  // namespace
}  // namespace monitoring
