#include "support/dns_test.hpp"

namespace monitoring {
namespace {

class DnsRr : public UsualDnsTest {
protected:
    DnsRr() : UsualDnsTest("check-dns-rr") {}
};

const std::string kThree = "3 dns-rr hosts found";
const std::string kAll = " (192.0.2.2, 192.0.2.9, 192.0.2.10)";
const std::string kNamed = " (three.example.com.: 192.0.2.2, 192.0.2.9, 192.0.2.10)";

TEST_F(DnsRr, ComparesTheNumberWithItsLimits) {
    expect_usual("three", {"-w", "3", "-c", "3"}, "OK: " + kThree + kAll, 0);
    expect_usual("three", {"-w", "4"}, "WARNING: " + kThree + " < 4" + kNamed, 1);
    expect_usual("three", {"-w", "9", "-c", "4"}, "CRITICAL: " + kThree + " < 4" + kNamed, 2);
    expect_usual("three", {"-W", "3", "-C", "3"}, "OK: " + kThree + kAll, 0);
    expect_usual("three", {"--warning-over", "2"}, "WARNING: " + kThree + " > 2" + kNamed, 1);
    expect_usual("three", {"-w", "4", "--critical-over", "0"},
                 "CRITICAL: " + kThree + " > 0" + kNamed, 2);
}

TEST_F(DnsRr, WantsTwoUnlessTold) {
    expect_usual("three", {}, "OK: " + kThree + kAll, 0);
    expect_usual("one", {}, "CRITICAL: 1 dns-rr hosts found < 2 (one.example.com.: 192.0.2.1)", 2);
    expect_usual("one", {"-c", "1"},
                 "WARNING: 1 dns-rr hosts found < 2 (one.example.com.: 192.0.2.1)", 1);
}

TEST_F(DnsRr, FindsNoneWhereThereIsNone) {
    expect_usual("nxdomain", {},
                 "CRITICAL: 0 dns-rr hosts found < 2 (nxdomain.example.com.: NXDOMAIN)", 2);
    expect_usual("nothing", {"-w", "0", "-c", "0"}, "OK: 0 dns-rr hosts found (no data)", 0);
}

TEST_F(DnsRr, DoesNotTakeAFailureForNoneFound) {
    const auto failed = " could not be looked up: ";
    for (const auto& [label, reason] :
         {std::pair("servfail", "SERVFAIL from " + usual()),
          std::pair("refused", "REFUSED from " + usual()),
          std::pair("garbled",
                    "garbled answer from " + usual() + " (an address has a wrong length)"),
          std::pair("cut", "answer truncated even over TCP from " + usual())}) {
        expect_usual(label, {"-c", "0"}, "CRITICAL: " + name(label) + failed + reason, 2);
        expect_usual(label, {"--lookup-failure", "warning"},
                     "WARNING: " + name(label) + failed + reason, 1);
    }
    const auto closed = closed_address();
    expect(closed, "one", {"--lookup-failure", "ok"},
           "OK: " + name("one") + failed + "connection refused by " + closed, 0);
    expect(closed, "one", {"--tcp"},
           "CRITICAL: " + name("one") + failed + "connection refused by " + closed, 2);
}

TEST_F(DnsRr, GivesASilentServerNineTenthsOfItsTime) {
    expect_usual("silent", {"-t", "4"},
                 "CRITICAL: " + name("silent") + " could not be looked up: no answer from " +
                     usual() + " within 3.6 s",
                 2);
}

TEST_F(DnsRr, AsksAgainOverTcpForWhatDoesNotFit) {
    for (const char* tcp : {"-4", "--tcp"}) {
        const auto line = ask(usual(), "many", {"-w", "200", "-c", "200", tcp}).output;
        EXPECT_TRUE(line.starts_with("OK: 200 dns-rr hosts found (198.51.100.1, 198.51.100.2, "))
            << line;
        EXPECT_TRUE(line.ends_with(" more)\n")) << line;
        EXPECT_LE(line.size(), 1024U) << line;
        EXPECT_GE(line.size(), 1000U) << line;
    }
}

TEST_F(DnsRr, CountsOtherRecords) {
    expect_usual("six", {"-q", "AAAA", "-w", "1", "-c", "1"},
                 "OK: 1 dns-rr hosts found (2001:db8:101:101:101:101:101:101)", 0);
    expect_usual("mail", {"-q", "mx"},
                 "OK: 2 dns-rr hosts found (10 a.example.com, 20 b.example.com)", 0);
    expect_usual("web", {"--query", "SRV"},
                 "OK: 2 dns-rr hosts found (a.example.com:80, a.example.com:81)", 0);
    expect_usual("text", {"-q", "TXT"},
                 "CRITICAL: 1 dns-rr hosts found < 2 (text.example.com.: \"a\\nb c\")", 2);
    expect_line("check-dns-rr",
                {"--host", "192.0.2.1", "-q", "PTR", "-s", usual(), "-w", "1", "-c", "1"},
                "OK: 1 dns-rr hosts found (host.example.com)", 0);
}

TEST_F(DnsRr, TakesARecordThatSaysThatThereIsNoneForNone) {
    expect_usual("nomail", {"-q", "MX"},
                 "CRITICAL: 0 dns-rr hosts found < 2 (nomail.example.com.: no data)", 2);
    expect_usual("noservice", {"-q", "SRV", "-w", "0", "-c", "0"},
                 "OK: 0 dns-rr hosts found (no data)", 0);
}

TEST_F(DnsRr, NamesALongNameBesideManyAddresses) {
    const std::string label(63, 'x');
    const std::string host = "many." + label + "." + label + "." + label + ".";
    std::vector<std::string> arguments = {"-s", usual(), "--host", host};
    for (int i = 0; i < 50; ++i) {
        arguments.insert(arguments.end(), {"--contains", "203.0.113." + std::to_string(i)});
    }
    const auto line = run("check-dns-rr", arguments).output;
    EXPECT_TRUE(line.starts_with("CRITICAL: 203.0.113.0, 203.0.113.1, ")) << line;
    EXPECT_NE(line.find(" more missing | 200 dns-rr hosts found (" + host + ": 198.51.100.1, "),
              std::string::npos)
        << line;
    EXPECT_TRUE(line.ends_with(" more)\n")) << line;
    EXPECT_LE(line.size(), 1024U);
}

TEST_F(DnsRr, MissesAnAddress) {
    expect_usual("three", {"--contains", "192.0.2.9", "--contains", "192.0.2.10"},
                 "OK: " + kThree + kAll, 0);
    expect_usual("three", {"--contains", "192.0.2.9", "--contains", "192.0.2.1"},
                 "CRITICAL: 192.0.2.1 missing | " + kThree + kNamed, 2);
    expect_usual("three", {"-w", "4", "--contains", "192.0.2.1", "--contains", "192.0.2.3"},
                 "CRITICAL: 192.0.2.1, 192.0.2.3 missing | " + kThree + " < 4" + kNamed, 2);
    expect_usual(
        "nxdomain", {"-w", "0", "-c", "0", "--contains", "192.0.2.1"},
        "CRITICAL: 192.0.2.1 missing | 0 dns-rr hosts found (nxdomain.example.com.: NXDOMAIN)", 2);
    expect_usual(
        "six",
        {"-q", "AAAA", "-w", "1", "-c", "1", "--contains", "2001:DB8:0101:101:101:101:101:101"},
        "OK: 1 dns-rr hosts found (2001:db8:101:101:101:101:101:101)", 0);
}

TEST_F(DnsRr, ChoosesServersByTheirFamily) {
    expect_usual("three", {"-s", "[::1]:9", "-4"}, "OK: " + kThree + kAll, 0);
    expect_usual("three", {"-6"}, "UNKNOWN: no name server with an IPv6 address", 3);
}

TEST_F(DnsRr, RefusesMistakes) {
    expect_mistake({}, "--host is required");
    expect_mistake({"--host", ""}, "-H,--host: '' is empty");
    expect_mistake({"--host", "a..b"}, "-H,--host: 'a..b' has nothing between two dots");
    expect_mistake({"-H", "https://me:password@a/"},
                   "-H,--host: 'https://\u2026@a/' has a character that is none of a host's name "
                   "(others are written as xn--...)");
    expect_mistake({"-H", "a", "-s", "me:password@a"},
                   "-s,--server: '\u2026@a' is neither a host's name nor an address");
    expect_mistake({"-H", "a", "-w", "20%"}, "-w,--warning: '20%' is not a number of 0 or more");
    expect_mistake({"-H", "a", "-C", "-1"},
                   "-C,--critical-over: '-1' is not a number of 0 or more");
    expect_mistake({"-H", "a", "-q", "ANY"},
                   "-q,--query: 'ANY' is not one of A|AAAA|SRV|NS|MX|TXT|PTR");
    expect_mistake({"-H", "a", "-s", "ns"}, "-s,--server: 'ns' is not an address");
    expect_mistake({"-H", "a", "--contains", "b"}, "--contains: 'b' is not an IP address");
    expect_mistake({"-H", "a", "--contains", "::1"}, "--contains: no A record can be ::1");
    expect_mistake({"-H", "a", "-q", "MX", "--contains", "192.0.2.1"},
                   "--contains needs -q A or -q AAAA");
    expect_mistake({"-H", "a", "--lookup-failure", "bad"},
                   "--lookup-failure: 'bad' is not a status (ok, warning, critical or unknown)");
    expect_mistake({"-H", "a", "-4", "-6"}, "-4 excludes -6");
}

}  // namespace
}  // namespace monitoring
