// check-crt-expiration when dates, keys and files that cannot be read have something to say at
// once. Here UNKNOWN is worse than WARNING: what cannot be read may be what has expired.

#include "support/certificate_test.hpp"

namespace monitoring {
namespace {

class CrtExpirationSeverity : public CrtExpirationTest {
protected:
    /// A certificate for so many days, and what the options add to that.
    void expect_beside(int days, const std::vector<std::string>& more, const std::string& line,
                       int exit_code) const {
        SCOPED_TRACE(days);
        std::vector<std::string> arguments = {
            "-f", file("crt.pem", to_pem(make_certificate(days_left(days))))};
        arguments.insert(arguments.end(), more.begin(), more.end());
        expect(arguments, line, exit_code);
    }
    /// What it says of such a certificate that alerts.
    [[nodiscard]] std::string alert(int days) const {
        return message(days) + place(path("crt.pem"));
    }
    [[nodiscard]] std::string make_other_key() const {
        const auto key = path("other.key");
        const auto result = shell("openssl genpkey -algorithm ED25519 -out " + key + " 2>&1");
        EXPECT_EQ(result.exit_code, 0) << result.output;
        return key;
    }
};

TEST_F(CrtExpirationSeverity, OfDatesAlone) {
    expect_beside(62, {}, "OK: " + message(62), 0);
    expect_beside(6, {}, "WARNING: " + alert(6), 1);
    expect_beside(4, {}, "CRITICAL: " + alert(4), 2);
}

TEST_F(CrtExpirationSeverity, OfDatesAndAFileWithoutACertificate) {
    const std::vector<std::string> gap = {"-f", file("empty.pem", "")};
    const auto why = "no certificate in " + path("empty.pem") + ": it is empty";
    expect_beside(62, gap, "UNKNOWN: " + why + " | " + message(62), 3);
    expect_beside(6, gap, "UNKNOWN: " + why + " | " + alert(6), 3);
    expect_beside(4, gap, "CRITICAL: " + alert(4) + "; " + why, 2);
    expect(gap, "UNKNOWN: " + why, 3);
}

TEST_F(CrtExpirationSeverity, OfDatesAndAKeyOfAnotherCertificate) {
    const auto key = make_other_key();
    const auto why =
        "the private key in " + key + " does not belong to the certificate in " + path("crt.pem");
    for (const bool has_gap : {false, true}) {
        std::vector<std::string> more = {"--key", key};
        auto rest = why;
        if (has_gap) {
            more.insert(more.end(), {"-f", file("empty.pem", "")});
            rest += "; no certificate in " + path("empty.pem") + ": it is empty";
        }
        expect_beside(62, more, "CRITICAL: " + rest + " | " + message(62), 2);
        expect_beside(6, more, "CRITICAL: " + rest + " | " + alert(6), 2);
        expect_beside(4, more, "CRITICAL: " + alert(4) + "; " + rest, 2);
    }
}

TEST_F(CrtExpirationSeverity, OfDatesAndAKeyThatCannotBeRead) {
    const std::vector<std::string> more = {"--key", path("none")};
    const auto why = "cannot open " + path("none") + ": No such file or directory";
    expect_beside(62, more, "UNKNOWN: " + why + " | " + message(62), 3);
    expect_beside(6, more, "UNKNOWN: " + why + " | " + alert(6), 3);
    expect_beside(4, more, "CRITICAL: " + alert(4) + "; " + why, 2);
}

}  // namespace
}  // namespace monitoring
