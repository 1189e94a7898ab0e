// Command lines as Perl's Getopt::Long took them from the scripts that these checks replace.

#include "support/certificate_test.hpp"
#include "support/dns_test.hpp"
#include "support/hydra_test.hpp"

namespace monitoring {
namespace {

using Words = std::vector<std::string>;

std::string shown(const Words& words) {
    std::string text;
    for (const auto& word : words) text += " '" + word + "'";
    return text;
}

class OriginalOptions : public ToolTest {
protected:
    OriginalOptions() {
        use_proc_fixture("proc");
        write_proc("uptime", "420.51 3000.00\n");
        write_proc("self/mountinfo", "1 0 8:1 / / rw - nfs host:/a rw\n");
    }
    /// That each of the command lines gives this line.
    void expect_each(const std::string& program, const std::vector<Words>& lines,
                     const std::string& line, int exit_code) const {
        for (const auto& words : lines) {
            SCOPED_TRACE(program + shown(words));
            expect_line(program, words, line, exit_code);
        }
    }
    /// A mistake that names these words.
    void expect_unexpected(const std::string& program, const Words& words,
                           const std::string& named) const {
        const std::string were = named.find(' ') == std::string::npos ? " was" : "s were";
        SCOPED_TRACE(program + shown(words));
        expect_line(
            program, words,
            "UNKNOWN: The following argument" + were + " not expected: " + named + " (see --help)",
            3);
    }
};

const std::vector<Words> kLimits = {
    {"-w=98765", "-c=500"},   {"--w=98765", "--c=500"},  {"--w", "98765", "--c", "500"},
    {"-w", "98765", "-c500"}, {"+w", "98765", "-C=500"}, {"-c=1", "-w=98765", "-c=500", "--"},
};

TEST_F(OriginalOptions, OfUptime) {
    auto lines = kLimits;
    lines[4] = {"+w", "98765", "+c=500"};  // -C is an option of its own
    lines.push_back({"--warning-under", "98765", "--critical-under=500"});
    expect_each("check-uptime", lines, "CRITICAL: uptime is less than 500 | up 0 days,  0:07", 2);
    expect_each("check-uptime", {{"-w=5m", "-c=43"}}, "OK: up 0 days,  0:07", 0);
    expect_line("check-uptime", {"-W=5m"}, "WARNING: uptime is more than 5m | up 0 days,  0:07", 1);
    expect_unexpected("check-uptime", {"--W=5m"}, "--W=5m");
    expect_unexpected("check-uptime", {"-w", "5", "--warn", "5"}, "--warn 5");
}

TEST_F(OriginalOptions, OfConntrackFree) {
    expect_each("check-conntrack-free", kLimits,
                "CRITICAL: free nf_conntrack < 500 | free:144 max:262144 count:262000", 2);
    expect_each("check-conntrack-free", {{"-w=98765"}, {"-W", "98765"}, {"--W=98765"}},
                "WARNING: free nf_conntrack < 98765 | free:144 max:262144 count:262000", 1);
    expect_unexpected("check-conntrack-free", {"--max", "5"}, "--max 5");
}

TEST_F(OriginalOptions, OfInode) {
    expect_each("check-inode", {{"-w=80", "-c=90"}, {"--w", "80", "--c=90"}, {"-C", "90"}},
                "UNKNOWN: no file system with inodes to judge", 3);
    expect_unexpected("check-inode", {"-w=80", "--free", "5"}, "--free 5");
    expect_each("check-inode", {{"-w=101"}, {"-w", "101"}, {"-c", "80", "--w=101"}},
                "UNKNOWN: -w,--warning: '101' is more than 100%, which is all there is "
                "(see --help)",
                3);
}

TEST_F(OriginalOptions, GiveHelpOnlyToWhoAsksForIt) {
    const auto help = run("check-uptime", {"-h"});
    EXPECT_EQ(help.exit_code, 0);
    for (const std::string word : {"--help", "-help", "--h", "--he"}) {
        EXPECT_EQ(run("check-uptime", {word}).output, help.output) << word;
    }
    for (const std::string program :
         {"check-uptime", "check-iptables", "check-myip", "check-dns-rr", "check-crt-expiration"}) {
        for (const std::string word : {"-hx", "-46h", "-hV", "-Verbose", "-Vx", "--HELP"}) {
            expect_unexpected(program, {word}, word);
        }
        expect_line(program, {"-h=x"}, "UNKNOWN: -h: takes no value, as in '-h=x' (see --help)", 3);
    }
    expect_unexpected("check-uptime", {"-host=x"}, "-host=x");
    expect_unexpected("check-uptime", {"-w", "5", "-h", "x"}, "x");
    for (const std::string option : {"-h", "--help", "-V"}) {
        expect_line("check-myip", {option, "mail.example.com", "25"},
                    "UNKNOWN: -h and -V stand alone, not beside 'mail.example.com' (see --help)",
                    3);
    }
    expect_unexpected("check-iptables", {"-help"}, "-help");
    expect_unexpected("check-iptables", {"--he"}, "--he");
}

TEST_F(OriginalOptions, AreNotConfusedByManyOrOddWords) {
    EXPECT_EQ(run("check-uptime", Words(10'000, "-w=5")).output, "OK: up 0 days,  0:07\n");
    const auto many = run("check-uptime", Words(10'000, "x"));
    EXPECT_EQ(many.output.substr(0, 60),
              "UNKNOWN: The following arguments were not expected: x x x x ");
    EXPECT_EQ(many.exit_code, 3);
    expect_unexpected("check-uptime", {"-\xff"}, "-\uFFFD");
    expect_unexpected("check-uptime", {"-w=5", ""}, "''");
    expect_line("check-uptime", {"-w="},
                "UNKNOWN: -w,--warning,--warning-under: '' is not a duration (such as 90s, 10m, "
                "2h, 7d, 1w, 500ms or 1.5) (see --help)",
                3);
}

class OriginalOptionsOfCrt : public CrtExpirationTest {};

TEST_F(OriginalOptionsOfCrt, AreTaken) {
    const auto pem = file("a.pem", make_pem(days_left(10)));
    for (const Words& words : std::vector<Words>{{"-f=" + pem, "-w=14", "-c=7"},
                                                 {"--f", pem, "--w=14", "--c", "7"},
                                                 {"-w14", "-F", pem, "-c7"},
                                                 {"--file=" + pem, "--warning=14"}}) {
        SCOPED_TRACE(shown(words));
        expect(words, "WARNING: " + message(10) + " (" + pem + ", CN=example.com, serial 04:AB)",
               1);
    }
    expect({"--fi", pem},
           "UNKNOWN: The following arguments were not expected: --fi " + pem + " (see --help)", 3);
}

class OriginalOptionsOfDns : public UsualDnsTest {
protected:
    OriginalOptionsOfDns() : UsualDnsTest("check-dns-rr") {}
};

TEST_F(OriginalOptionsOfDns, AreTaken) {
    for (const std::string program : {"check-dns-rr", "check-resolver"}) {
        const bool is_count = program == "check-dns-rr";
        for (Words words : std::vector<Words>{{"-host=" + name("one")},
                                              {"-host", name("one")},
                                              {"--ho", name("one")},
                                              {"-Host=" + name("one")},
                                              {"-H", name("one")},
                                              {"-H=" + name("one")},
                                              {"--HOST", name("one")}}) {
            SCOPED_TRACE(program + shown(words));
            for (const auto* word : {"-w=0", "--c", "1", "-s"}) words.emplace_back(word);
            words.push_back(usual());
            const auto result = run(program, words);
            EXPECT_EQ(result.exit_code, is_count ? 0 : 1) << result.output;
            EXPECT_EQ(result.output.substr(0, 9), is_count ? "OK: 1 dns" : "WARNING: ");
            EXPECT_NE(result.output.find("192.0.2.1)"), std::string::npos) << result.output;
        }
        expect_line(program, {"-host="}, "UNKNOWN: -H,--host: '' is empty (see --help)", 3);
        expect_line(program, {"-hostname"},
                    "UNKNOWN: The following argument was not expected: -hostname (see --help)", 3);
        expect_line(program, {"-w", "2", "-h", "www.example.com"},
                    "UNKNOWN: The following argument was not expected: www.example.com "
                    "(see --help)",
                    3);
        expect_line(program, {"--host", "x", "-46"}, "UNKNOWN: -4 excludes -6 (see --help)", 3);
    }
}

class OriginalOptionsOfHydra : public HydraTest {};

TEST_F(OriginalOptionsOfHydra, AreTaken) {
    const auto port = std::to_string(server_.port());
    for (const Words& words :
         std::vector<Words>{{"-file=/var/log/app/a.log", "-port=" + port, "-w=1", "-c=1"},
                            {"--f", "/var/log/app/a.log", "-p", port, "--ho", "127.0.0.1"},
                            {"-f=/var/log/app/a.log", "-po=" + port, "-host=127.0.0.1"},
                            {"--PORT", port, "-fi", "/var/log/app/a.log", "-H=127.0.0.1"}}) {
        SCOPED_TRACE(shown(words));
        forget();
        expect_line("check-hydra-pos", words, "OK: first time check", 0);
    }
}

}  // namespace
}  // namespace monitoring
