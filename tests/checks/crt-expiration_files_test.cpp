#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "support/certificate_test.hpp"

namespace monitoring {
namespace {

namespace fs = std::filesystem;

// What check-crt-expiration reads, and what it says when it cannot.
class CrtExpirationFiles : public CrtExpirationTest {
protected:
    void expect_ok(const std::string& content) const {
        expect({"-f", file("file", content)}, "OK: " + message(62), 0);
    }
    void expect_unknown(const std::string& content, const std::string& what) const {
        expect({"-f", file("file", content)}, "UNKNOWN: " + what, 3);
    }
    const std::string pem_ = make_pem(days_left(62));
    const std::string key_ = to_pem(std::string(100, 'k'), "PRIVATE KEY");
};

TEST_F(CrtExpirationFiles, TakesPemWithAnythingAround) {
    expect_ok(pem_);
    expect_ok(key_ + pem_);
    expect_ok(pem_ + key_);
    expect_ok("Bag Attributes\n    localKeyID: 01\nsubject=CN = a\n" + pem_);
    expect_ok("\xEF\xBB\xBF" + pem_);
    expect_ok(pem_.substr(0, pem_.size() - 1));
    expect_ok(to_pem(make_certificate(days_left(62)), "X509 CERTIFICATE"));
    expect_ok(to_pem(make_certificate(days_left(62)) + "trust", "TRUSTED CERTIFICATE"));
    std::string dos;
    for (const char character : pem_) dos += character == '\n' ? "\r\n" : std::string(1, character);
    expect_ok(dos);
}

TEST_F(CrtExpirationFiles, TakesDer) { expect_ok(make_certificate(days_left(62))); }

TEST_F(CrtExpirationFiles, IsUnknownWithoutACertificate) {
    const auto none = "no certificate in " + path("file");
    expect_unknown("", none + ": it is empty");
    expect_unknown("hello\n", none);
    expect_unknown(key_, none + ": only a private key");
    expect_unknown(to_pem("x", "ENCRYPTED PRIVATE KEY"), none + ": only a private key");
    expect_unknown(to_pem("x", "CERTIFICATE REQUEST"), none + ": only CERTIFICATE REQUEST");
    std::string random;
    for (int i = 0; i < 5000; ++i) random += static_cast<char>(i * i % 251 + 3);
    expect_unknown(random, none);
}

TEST_F(CrtExpirationFiles, NeverPrintsAKey) {
    const auto text = key_ + pem_ + "-----BEGIN PRIVATE KEY-----\nU0VDUkVU\n";
    const auto result = check({"-f", file("file", text)});
    EXPECT_EQ(result.output, "OK: " + message(62) + "\n");
    for (const std::string between : {"", " ", "\r"}) {
        std::string flat;
        for (const char c : text) flat += c == '\n' ? between : std::string(1, c);
        const auto one_line = check({"-f", file("flat", flat), "-f", file("file", pem_)});
        EXPECT_EQ(one_line.output, "UNKNOWN: no certificate in " + path("flat") +
                                       ": only a private key | " + message(62) + "\n");
    }
    const auto torn = check({"-f", file("torn", text.substr(0, 80))});
    EXPECT_EQ(torn.output, "UNKNOWN: no certificate in " + path("torn") + ": only a private key\n");
}

TEST_F(CrtExpirationFiles, IsUnknownWhenACertificateIsDamaged) {
    const auto pem = file("file", pem_ + pem_.substr(0, 200));
    const auto lines = std::count(pem_.begin(), pem_.end(), '\n') + 1;
    const auto damage =
        pem + ": the certificate at line " + std::to_string(lines) + ": it is cut short";
    expect({"-f", pem}, "UNKNOWN: " + damage + " | " + message(62), 3);
    // That another one expired is worse.
    const auto expired = file("expired", make_pem(days_left(-1)));
    expect({"-f", pem, "-f", expired},
           "CRITICAL: " + message(-1) + place(expired) + ", worst of 2 certificates; " + damage, 2);
    expect({"-f", pem, "--first"}, "OK: " + message(62), 0);
    const auto der = make_certificate(days_left(62));
    expect_unknown(der.substr(0, 300),
                   path("file") + ": the certificate in DER: it is cut short or damaged");
}

TEST_F(CrtExpirationFiles, SaysWhyItCannotRead) {
    expect({"-f", path("gone")},
           "UNKNOWN: cannot open " + path("gone") + ": No such file or directory", 3);
    ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
    expect({"-f", path("pipe")}, "UNKNOWN: cannot read " + path("pipe") + ": not a regular file",
           3);
    expect({"-f", "/dev/zero"}, "UNKNOWN: cannot read /dev/zero: not a regular file", 3);
    ASSERT_EQ(truncate(file("huge", pem_).c_str(), off_t{1} << 40), 0);
    expect({"-f", path("huge")},
           "UNKNOWN: cannot read " + path("huge") + ": larger than 16777216 bytes", 3);
}

TEST_F(CrtExpirationFiles, JudgesTheOthersWhenOneCannotBeRead) {
    const auto good = file("good.pem", pem_);
    const auto gone = "cannot open " + path("gone") + ": No such file or directory";
    expect({"-f", good, "-f", path("gone")}, "UNKNOWN: " + gone + " | " + message(62), 3);
    const auto expired = file("expired", make_pem(days_left(-1)));
    expect({"-f", path("gone"), "-f", expired},
           "CRITICAL: " + message(-1) + place(expired) + "; " + gone, 2);
    const auto soon = file("soon", make_pem(days_left(6)));
    expect({"-f", path("gone"), "-f", soon}, "UNKNOWN: " + gone + " | " + message(6) + place(soon),
           3);
}

TEST_F(CrtExpirationFiles, TakesTheCertificatesOfADirectory) {
    fs::create_directories(directory() / "d/sub");
    file("d/a.pem", pem_);
    file("d/key.pem", key_);
    file("d/readme", "hello");
    const auto worst = file("b.pem", make_pem(days_left(61)));
    fs::create_symlink(worst, directory() / "d/link.pem");
    ASSERT_EQ(mkfifo(path("d/pipe").c_str(), 0600), 0);
    const auto line =
        "OK: " + message(61) + place(path("d/link.pem")) + ", worst of 2 certificates";
    expect({"-f", path("d")}, line, 0);
    expect({"-f", path("d/*")}, line, 0);
    expect({"-f", path("?")}, line, 0);
    expect({"-f", path("d/[a]*")}, "OK: " + message(62), 0);
}

TEST_F(CrtExpirationFiles, IsUnknownWhenADirectoryHasNone) {
    fs::create_directories(directory() / "d");
    expect({"-f", path("d")}, "UNKNOWN: no certificate in " + path("d"), 3);
    file("d/key.pem", key_);
    expect({"-f", path("d"), "-f", path("d/*")},
           "UNKNOWN: no certificate in " + path("d") + ", " + path("d/*"), 3);
    const auto good = file("good.pem", pem_);
    expect({"-f", good, "-f", path("d")},
           "UNKNOWN: no certificate in " + path("d") + " | " + message(62), 3);
    expect({"-f", path("d/*.crt")}, "UNKNOWN: no file matches " + path("d/*.crt"), 3);
    fs::create_symlink("gone", directory() / "d/link");
    expect({"-f", path("d")},
           "UNKNOWN: cannot open " + path("d/link") + ": No such file or directory", 3);
}

TEST_F(CrtExpirationFiles, WantsACertificateInEachFileThatWasNamedByItsLastPart) {
    fs::create_directories(directory() / "live/a");
    fs::create_directories(directory() / "live/b/tls");
    file("live/a/fullchain.pem", pem_);
    file("live/README", "hello");
    expect({"-f", path("live/*/fullchain.pem")}, "OK: " + message(62), 0);
    file("live/b/fullchain.pem", "");
    expect({"-f", path("live/*/fullchain.pem")},
           "UNKNOWN: no certificate in " + path("live/b/fullchain.pem") + ": it is empty | " +
               message(62),
           3);
    // Of these any may be something else.
    expect({"-f", path("live/*/*.pem")}, "OK: " + message(62), 0);
    expect({"-f", path("live/[ab]/full*.pem")}, "OK: " + message(62), 0);
    expect({"-f", path("live/*")}, "OK: " + message(62), 0);
    expect({"-f", path("live/*/tls/")}, "UNKNOWN: no certificate in " + path("live/b/tls/"), 3);
    ASSERT_EQ(mkfifo(path("live/b/pipe.pem").c_str(), 0600), 0);
    expect({"-f", path("live/?/pipe.pem")},
           "UNKNOWN: cannot read " + path("live/b/pipe.pem") + ": not a regular file", 3);
    expect({"-f", path("live/*/none.pem")}, "UNKNOWN: no file matches " + path("live/*/none.pem"),
           3);
}

TEST_F(CrtExpirationFiles, NamesWhatItMayNotRead) {
    fs::create_directories(directory() / "d");
    file("d/a.pem", pem_);
    const auto closed = file("d/key.pem", key_);
    fs::permissions(closed, fs::perms::none);
    fs::permissions(directory(), fs::perms(0755));
    const std::string nobody =
        geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
    const auto in_directory = shell(nobody + "$BIN/check-crt-expiration -f " + path("d"));
    EXPECT_EQ(in_directory.output, "OK: " + message(62) + " (no access to " + closed + ")\n");
    const auto named = shell(nobody + "$BIN/check-crt-expiration -f " + closed);
    EXPECT_EQ(named.output, "UNKNOWN: cannot open " + closed + ": Permission denied\n");
    EXPECT_EQ(named.exit_code, 3);
    fs::permissions(path("d"), fs::perms::none);
    EXPECT_EQ(shell(nobody + "$BIN/check-crt-expiration -f " + path("d") + "/").output,
              "UNKNOWN: cannot open " + path("d") + "/: Permission denied\n");
    // A pattern may not pass over it: what is in there may have expired.
    fs::create_directories(directory() / "e");
    file("e/a.pem", pem_);
    for (const std::string pattern : {"/a.pem", "/a.*"}) {
        const auto found =
            shell(nobody + "$BIN/check-crt-expiration -f '" + path("?") + pattern + "'");
        EXPECT_EQ(found.output, "UNKNOWN: cannot open " + path("d") + pattern +
                                    ": Permission denied | " + message(62) + "\n");
        EXPECT_EQ(found.exit_code, 3);
    }
}

TEST_F(CrtExpirationFiles, EndsAtOnceWhenItsLineCannotBeDelivered) {
    const auto pem = file("a.pem", pem_);
    const auto result = shell("$BIN/check-crt-expiration -f " + pem + " >/dev/full");
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(result.errors,
              "check-crt-expiration: cannot write to stdout: No space left on device\n");
}

}  // namespace
}  // namespace monitoring
