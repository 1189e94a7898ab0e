#include "common/mounts/judge_inodes.hpp"

#include <gtest/gtest.h>

namespace monitoring {
namespace {

Thresholds limits(double warning, double critical) {
    const auto limit = [](double value) {
        return Limit{value, false, std::to_string(static_cast<int>(value))};
    };
    return {limit(warning), limit(critical)};
}

Survey survey_of(const std::vector<Volume>& volumes) {
    Survey survey;
    survey.volumes = volumes;
    return survey;
}

void expect(const Survey& survey, const InodeLimits& limits, Status status,
            const std::string& message) {
    const auto verdict = judge_inodes(survey, limits, Seconds(5));
    EXPECT_EQ(verdict.status, status);
    EXPECT_EQ(verdict.message, message);
}

TEST(JudgeInodes, IsOkBelowTheLimitAndAlertsAtIt) {
    const InodeLimits used{.used = limits(80, 90), .free = {}};
    expect(survey_of({{"/", 3, 900}, {"/var", 79, 50}}), used, Status::ok, "/:3%, /var:79%");
    expect(survey_of({{"/var", 80, 50}}), used, Status::warning,
           "used inode more than 80% on volume /var (80%) | /var:80%");
    expect(survey_of({{"/var", 90, 50}}), used, Status::critical,
           "used inode more than 90% on volume /var (90%) | /var:90%");
}

TEST(JudgeInodes, NamesEveryOffenderOfTheWorstStatusTheWorstFirst) {
    const Survey survey =
        survey_of({{"/a", 91, 30}, {"/b", 85, 20}, {"/c", 97, 10}, {"/d", 91, 5}});
    expect(survey, {.used = limits(80, 90), .free = {}}, Status::critical,
           "used inode more than 90% on volume /c (97%), /a (91%), /d (91%)"
           " | /a:91%, /b:85%, /c:97%, /d:91%");
    expect(survey, {.used = {}, .free = limits(25, 4)}, Status::warning,
           "free inodes less than 25 on volume /d (5), /c (10), /b (20)"
           " | /a:91%, /b:85%, /c:97%, /d:91%");
    expect(survey, {.used = limits(80, 99), .free = limits(25, 6)}, Status::critical,
           "free inodes less than 6 on volume /d (5) | /a:91%, /b:85%, /c:97%, /d:91%");
}

TEST(JudgeInodes, PutsWhatIsSilentInFrontAndWhatCannotBeJudgedBehind) {
    Survey survey = survey_of({{"/a", 91, 30}, {"/b", 85, 20}});
    survey.failed = {"/x: Input/output error"};
    const InodeLimits used{.used = limits(80, 90), .free = {}};
    expect(survey, {.used = limits(95, 99), .free = {}}, Status::unknown,
           "cannot judge /x: Input/output error | /a:91%, /b:85%");
    expect(survey, used, Status::critical,
           "used inode more than 90% on volume /a (91%); cannot judge /x: Input/output error"
           " | /a:91%, /b:85%");
    survey.silent = {"/net"};
    expect(survey, {.used = limits(80, 99), .free = {}}, Status::critical,
           "no answer in 5 s on volume /net; cannot judge /x: Input/output error"
           " | /a:91%, /b:85%");
    expect(survey, used, Status::critical,
           "no answer in 5 s on volume /net; used inode more than 90% on volume /a (91%); "
           "cannot judge /x: Input/output error | /a:91%, /b:85%");
}

TEST(JudgeInodes, IsUnknownWhereThereIsNothingToJudge) {
    const InodeLimits used{.used = limits(80, 90), .free = {}};
    expect({}, used, Status::unknown, "no file system with inodes to judge");
    Survey survey;
    survey.failed = {"/x: Input/output error"};
    expect(survey, used, Status::unknown, "cannot judge /x: Input/output error");
    survey.silent = {"/net"};
    expect(survey, used, Status::critical,
           "no answer in 5 s on volume /net; cannot judge /x: Input/output error");
}

TEST(JudgeInodes, NotesWhatWasLeftOut) {
    Survey survey = survey_of({{"/", 3, 900}});
    survey.no_access = {"/secret"};
    survey.not_visible = {"/a", "/b"};
    survey.root = "/host";
    const auto verdict = judge_inodes(survey, {.used = limits(80, 90), .free = {}}, Seconds(5));
    EXPECT_EQ(verdict.status, Status::ok);
    EXPECT_EQ(verdict.message, "/:3%");
    EXPECT_EQ(verdict.note, " (no access to /secret) (not visible below /host: /a, /b)");
}

}  // namespace
}  // namespace monitoring
