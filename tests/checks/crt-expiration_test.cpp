#include "support/certificate_test.hpp"

namespace monitoring {
namespace {

using CrtExpiration = CrtExpirationTest;

TEST_F(CrtExpiration, SaysHowManyDaysAreLeft) {
    const auto pem = file("a.pem", make_pem(days_left(62)));
    for (const auto* const zone : {"Asia/Tokyo", "UTC", "America/Los_Angeles"}) {
        set("TZ", zone);
        expect({"-f", pem}, "OK: " + message(62), 0);
        expect({"--file", pem, "-w", "62", "-c", "61"}, "OK: " + message(62), 0);
    }
}

TEST_F(CrtExpiration, AlertsBelowSevenAndFiveDays) {
    const auto check_days = [&](int days, const std::string& status, int exit_code) {
        const auto pem = file("a.pem", make_pem(days_left(days)));
        const auto behind = exit_code == 0 ? "" : place(pem);
        expect({"-f", pem}, status + ": " + message(days) + behind, exit_code);
    };
    check_days(7, "OK", 0);
    check_days(6, "WARNING", 1);
    check_days(5, "WARNING", 1);
    check_days(4, "CRITICAL", 2);
    check_days(0, "CRITICAL", 2);
    check_days(-3, "CRITICAL", 2);
}

TEST_F(CrtExpiration, TakesDaysDurationsAndShares) {
    const auto pem = file("a.pem", make_pem(days_left(10)));
    expect({"-f", pem, "-w", "11", "-c", "10"}, "WARNING: " + message(10) + place(pem), 1);
    expect({"-f", pem, "-w", "11", "-c", "11"}, "CRITICAL: " + message(10) + place(pem), 2);
    expect({"-f", pem, "-w", "251h", "-c", "0"}, "OK: " + message(10), 0);
    expect({"-f", pem, "-w", "253h", "-c", "0"}, "WARNING: " + message(10) + place(pem), 1);
    expect({"-f", pem, "-w", "100%"}, "WARNING: " + message(10) + place(pem), 1);
    expect({"-f", pem, "-c", "100%"}, "CRITICAL: " + message(10) + place(pem), 2);
    expect({"-f", pem, "-w", "0%", "-c", "0%"}, "OK: " + message(10), 0);
}

TEST_F(CrtExpiration, IsCriticalWhenExpiredWhateverTheLimits) {
    const auto pem = file("a.pem", make_pem(days_left(-1)));
    expect({"-f", pem, "-w", "0", "-c", "0"}, "CRITICAL: " + message(-1) + place(pem), 2);
    expect({"-f", pem, "--status-as", "critical=warning"}, "WARNING: " + message(-1) + place(pem),
           1);
}

TEST_F(CrtExpiration, IsCriticalBeforeTheCertificateIsValid) {
    auto certificate = days_left(62);
    certificate.not_before = generalized_time(begun_at() + kDay);
    const auto pem = file("a.pem", make_pem(certificate));
    expect({"-f", pem},
           "CRITICAL: " + message(62) + ", not valid before '" + printed_time(begun_at() + kDay) +
               "'" + place(pem),
           2);
}

TEST_F(CrtExpiration, ReachesTheYear9999) {
    const auto result = check({"-f", file("a.pem", make_pem({.not_after = "99991231235959Z"}))});
    EXPECT_TRUE(result.output.starts_with("OK: Expiration date: 'Dec 31 23:59:59 9999 GMT'. 29"))
        << result.output;
    const auto past = file("b.pem", make_pem({.not_after = "500101000000Z"}));
    EXPECT_TRUE(
        check({"-f", past})
            .output.starts_with("CRITICAL: Expiration date: 'Jan  1 00:00:00 1950 GMT'. -2"));
}

TEST_F(CrtExpiration, ShowsTheWorstOfSeveral) {
    auto worst = days_left(3);
    worst.subject = "b.example";
    worst.serial = "\xFB\x55";
    const auto pem = file("a.pem", make_pem(days_left(62)) + make_pem(worst));
    expect({"-f", pem},
           "CRITICAL: " + message(3) + place(pem, "CN=b.example", "-04:AB") +
               ", worst of 2 certificates",
           2);
    expect({"-f", pem, "--first"}, "OK: " + message(62), 0);
}

TEST_F(CrtExpiration, FindsTheOneThatExpiredAmongAThousand) {
    auto expired = days_left(-2);
    expired.subject = "";
    expired.serial = "\x07";
    std::string text;
    for (int i = 0; i < 1151; ++i) text += make_pem(days_left(60));
    text.insert(text.size() / 2 / make_pem(days_left(60)).size() * make_pem(days_left(60)).size(),
                make_pem(expired));
    const auto pem = file("bundle.pem", text);
    expect({"-f", pem},
           "CRITICAL: " + message(-2) + place(pem, "an empty subject", "07") +
               ", worst of 1152 certificates",
           2);
}

TEST_F(CrtExpiration, LeavesARootOutBesideOthersOnly) {
    auto root = days_left(-5);
    root.subject = root.issuer;
    root.is_authority = true;
    const auto chain = file("chain.pem", make_pem(days_left(62)) + make_pem(root));
    expect({"-f", chain},
           "OK: " + message(62) + place(chain) + ", worst of 1 certificate (and 1 root not judged)",
           0);
    const auto alone = file("root.pem", make_pem(root));
    expect({"-f", alone}, "CRITICAL: " + message(-5) + place(alone, "CN=Test CA"), 2);
    const auto roots = file("roots.pem", make_pem(root) + make_pem(root));
    expect({"-f", roots},
           "CRITICAL: " + message(-5) + place(roots, "CN=Test CA") + ", worst of 2 certificates",
           2);
    // What signed itself but is no authority is no root.
    root.is_authority = false;
    const auto own = file("own.pem", make_pem(days_left(62)) + make_pem(root));
    expect({"-f", own},
           "CRITICAL: " + message(-5) + place(own, "CN=Test CA") + ", worst of 2 certificates", 2);
}

TEST_F(CrtExpiration, JudgesTheFirstWhateverItIs) {
    auto first = days_left(-5);
    first.subject = first.issuer;
    first.is_authority = true;
    const auto pem = file("a.pem", make_pem(first) + make_pem(days_left(62)));
    const auto line = "CRITICAL: " + message(-5) + place(pem, "CN=Test CA");
    expect({"-f", pem}, line + ", worst of 2 certificates", 2);
    expect({"-f", pem, "--first"}, line, 2);
    const auto der = file("a.der", make_certificate(first) + make_certificate(days_left(62)));
    EXPECT_EQ(check({"-f", der}).exit_code, 2);
}

TEST_F(CrtExpiration, FitsALineWithTheWorstInFront) {
    auto odd = days_left(3);
    odd.subject = std::string(500, 'c');
    odd.serial = std::string(500, '\x7F');
    const auto deep = std::string(200, 'd') + "/" + std::string(200, 'e') + "/";
    std::filesystem::create_directories(directory() / deep);
    const auto pem = file(deep + std::string(200, 'f'), make_pem(odd));
    const auto result = check({"-f", pem});
    EXPECT_EQ(result.output.find("CRITICAL: " + message(3) + " (" + directory().string()), 0U);
    EXPECT_NE(result.output.find(", CN=ccc"), std::string::npos) << result.output;
    EXPECT_NE(result.output.find(", serial 7F:"), std::string::npos) << result.output;
    EXPECT_LE(result.output.size(), 1024U);
}

TEST_F(CrtExpiration, EscapesWhatACertificateSays) {
    auto odd = days_left(62);
    odd.subject = "a\nCRITICAL: \x1B[31m\xFF";
    const auto pem = file("a.pem", make_pem(odd) + make_pem(days_left(63)));
    expect({"-f", pem},
           "OK: " + message(62) + place(pem, "CN=a\\nCRITICAL: \\x1b[31m\uFFFD") +
               ", worst of 2 certificates",
           0);
}

TEST_F(CrtExpiration, NamesAMistakeOnTheCommandLine) {
    expect({}, "UNKNOWN: -f or --connect is required (see --help)", 3);
    expect({"-w", "7"}, "UNKNOWN: -f or --connect is required (see --help)", 3);
    expect({"-f", ""}, "UNKNOWN: -f,--file: '' is empty (see --help)", 3);
    const auto pem = file("a.pem", make_pem(days_left(62)));
    for (const std::string wrong : {"abc", "", "-1", "1e999", "nan", "inf", "5x", "%", "5 %"}) {
        expect({"-f", pem, "-w", wrong},
               "UNKNOWN: -w,--warning: '" + wrong +
                   "' is neither days (7) nor a duration (12h) nor a share of the lifetime (20%) "
                   "(see --help)",
               3);
    }
    for (const std::string option : {"--servername=a", "--starttls=smtp", "--verify"}) {
        const auto result = check({"-f", pem, option});
        EXPECT_EQ(result.exit_code, 3);
        EXPECT_NE(result.output.find("requires --connect"), std::string::npos) << result.output;
    }
    EXPECT_EQ(check({"--connect", "[::1"}).output,
              "UNKNOWN: --connect: '[::1' lacks a ] (see --help)\n");
    expect({"--connect", "me:password@a"},
           "UNKNOWN: --connect: '\u2026@a' is neither a host's name nor an address (see --help)",
           3);
    expect({"--connect", "a b"},
           "UNKNOWN: --connect: 'a b' is neither a host's name nor an address (see --help)", 3);
    expect({"--connect", "a", "--servername", "a b"},
           "UNKNOWN: --servername: 'a b' is neither a host's name nor an address (see --help)", 3);
    EXPECT_EQ(check({"--connect", "a", "--starttls", "x"}).exit_code, 3);
}

}  // namespace
}  // namespace monitoring
