#include <chrono>
#include <thread>

#include "support/dns_test.hpp"

namespace monitoring {
namespace {

class Resolver : public UsualDnsTest {
protected:
    Resolver() : UsualDnsTest("check-resolver") {}
};

const std::string kNotFound = "CRITICAL: hosts not found in T sec (";
const std::string kOne = "elapsed_time T sec (one.example.com. IN A 192.0.2.1)";

TEST_F(Resolver, SaysHowLongItTook) {
    expect_usual("one", {}, "OK: " + kOne, 0);
    expect_usual("one", {"--tcp"}, "OK: " + kOne, 0);
    expect_usual(
        "three", {},
        "OK: elapsed_time T sec (three.example.com. IN A 192.0.2.2, 192.0.2.9, 192.0.2.10)", 0);
    expect_usual("mail", {"-q", "MX"},
                 "OK: elapsed_time T sec (mail.example.com. IN MX 10 a.example.com, "
                 "20 b.example.com)",
                 0);
}

TEST_F(Resolver, AlertsWhenItTookLonger) {
    const std::string behind = " (one.example.com. IN A 192.0.2.1)";
    expect_usual("one", {"-w", "0"}, "WARNING: elapsed_time T sec > 0" + behind, 1);
    expect_usual("one", {"-w", "0", "-c", "0ms"}, "CRITICAL: elapsed_time T sec > 0ms" + behind, 2);
    expect_usual("one", {"-w", "1m", "-c", "1h"}, "OK: " + kOne, 0);
}

TEST_F(Resolver, TellsByServerWhyNothingWasFound) {
    const auto closed = closed_address();
    for (const auto& [label, reason] :
         {std::pair("nxdomain", "NXDOMAIN from " + usual()),
          std::pair("nothing", "no data from " + usual()),
          std::pair("servfail", "SERVFAIL from " + usual()),
          std::pair("refused", "REFUSED from " + usual()),
          std::pair("cut", "answer truncated even over TCP from " + usual())}) {
        expect_usual(label, {}, kNotFound + name(label) + ": " + reason + ")", 2);
    }
    expect(closed, "one", {}, kNotFound + "one.example.com.: connection refused by " + closed + ")",
           2);
    set("RES_OPTIONS", "timeout:1 attempts:2");
    expect_usual("silent", {},
                 kNotFound + "silent.example.com.: no answer from " + usual() + " within 1 s)", 2);
    expect_usual("servfail", {"-s", closed},
                 kNotFound + "servfail.example.com.: SERVFAIL from " + usual() +
                     ", connection refused by " + closed + ")",
                 2);
}

TEST_F(Resolver, GoesOnToTheNextServerAndSaysWhy) {
    const auto closed = closed_address();
    expect(closed, "one", {"-s", usual()},
           "OK: elapsed_time T sec (one.example.com. IN A 192.0.2.1; connection refused by " +
               closed + ")",
           0);
    // What does not exist is not looked for elsewhere.
    expect_usual("nxdomain", {"-s", closed},
                 kNotFound + "nxdomain.example.com.: NXDOMAIN from " + usual() + ")", 2);
    expect(closed, "nxdomain", {"-s", usual()},
           kNotFound + "nxdomain.example.com.: NXDOMAIN from " + usual() +
               ", connection refused by " + closed + ")",
           2);
}

TEST_F(Resolver, ReachesTheThirdServerBehindTwoSilentOnes) {
    const DnsServer silent([](const auto&) { return std::string(); });
    const DnsServer silent_too([](const auto&) { return std::string(); });
    expect(silent.address(), "one",
           {"-s", silent_too.address(), "-s", usual(), "-t", "6", "-w", "60", "-c", "60"},
           "OK: elapsed_time T sec (one.example.com. IN A 192.0.2.1; no answer from " +
               silent.address() + " within 1.8 s, no answer from " + silent_too.address() +
               " within 1.8 s)",
           0);
}

TEST_F(Resolver, TakesALateAnswerWhileItAsksTheNextServer) {
    const DnsServer late([](const auto& query) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1500));
        return usual_answer(query);
    });
    const DnsServer silent([](const auto&) { return std::string(); });
    set("RES_OPTIONS", "timeout:1 attempts:3");
    const auto result = ask(late.address(), "one", {"-s", silent.address()});
    EXPECT_TRUE(
        result.output.starts_with("OK: elapsed_time T sec (one.example.com. IN A 192.0.2.1"))
        << result.output;
}

TEST_F(Resolver, ExpectsAddressesInNetworks) {
    expect_usual("one", {"--expect", "192.0.2.0/24"}, "OK: " + kOne, 0);
    expect_usual("one", {"--expect", "10.0.0.0/8"},
                 "CRITICAL: 192.0.2.1 is not in 10.0.0.0/8; " + kOne, 2);
    expect_usual("three", {"--expect", "192.0.2.9", "--expect", "10.0.0.0/8"},
                 "CRITICAL: 192.0.2.2, 192.0.2.10 are not in 192.0.2.9, 10.0.0.0/8; elapsed_time "
                 "T sec (three.example.com. IN A 192.0.2.2, 192.0.2.9, 192.0.2.10)",
                 2);
    expect_usual("one", {"-w", "0", "--expect", "::/0"},
                 "CRITICAL: 192.0.2.1 is not in ::/0; elapsed_time T sec > 0 (one.example.com. IN "
                 "A 192.0.2.1)",
                 2);
    expect_usual("nxdomain", {"--expect", "10.0.0.0/8"},
                 kNotFound + "nxdomain.example.com.: NXDOMAIN from " + usual() + ")", 2);
}

TEST_F(Resolver, AsksAllServersByThemselves) {
    const DnsServer second(usual_answer);
    const auto closed = closed_address();
    expect_usual("one", {"--all-servers", "-s", second.address()},
                 "OK: elapsed_time T sec (one.example.com. IN A 192.0.2.1; T sec from " + usual() +
                     ", T sec from " + second.address() + ")",
                 0);
    expect_usual("one", {"--all-servers", "-s", closed},
                 "WARNING: connection refused by " + closed +
                     "; elapsed_time T sec (one.example.com. IN A 192.0.2.1; T sec from " +
                     usual() + ")",
                 1);
    expect_usual("one", {"--all-servers", "-s", closed, "-c", "0"},
                 "CRITICAL: elapsed_time T sec > 0; connection refused by " + closed +
                     " (one.example.com. IN A 192.0.2.1; T sec from " + usual() + ")",
                 2);
    expect_usual("servfail", {"--all-servers", "-s", closed},
                 kNotFound + "servfail.example.com.: SERVFAIL from " + usual() +
                     ", connection refused by " + closed + ")",
                 2);
    expect_usual("nxdomain", {"--all-servers", "-s", closed},
                 kNotFound + "nxdomain.example.com.: NXDOMAIN from " + usual() +
                     ", connection refused by " + closed + ")",
                 2);
}

TEST_F(Resolver, ShowsTheAddressesOfAllServers) {
    const DnsServer other([](const DnsServer::Query& query) {
        WireMessage message{
            .number = query.number(),
            .question = query.question(),
            .answers = {wire_a(kAskedName, "192.0.2.3"), wire_a(kAskedName, "192.0.2.10")}};
        return message.bytes();
    });
    expect_usual("three", {"--all-servers", "-s", other.address()},
                 "OK: elapsed_time T sec (three.example.com. IN A 192.0.2.2, 192.0.2.3, 192.0.2.9, "
                 "192.0.2.10; T sec from " +
                     usual() + ", T sec from " + other.address() + ")",
                 0);
}

TEST_F(Resolver, NamesALongNameBesideAllThatIsWrong) {
    const std::string label(63, 'x');
    const std::string host = "many." + label + "." + label + "." + label + ".";
    std::vector<std::string> arguments = {"--all-servers", "-w", "0",  "-c",   "0",
                                          "--host",        host, "-s", usual()};
    for (int i = 1; i <= 50; ++i) {
        const auto number = std::to_string(i);
        arguments.insert(arguments.end(), {"-s", "127.0.1." + number + ":9", "--expect",
                                           "203.0.113." + number + "/32"});
    }
    const auto line = run("check-resolver", arguments).output;
    EXPECT_TRUE(line.starts_with("CRITICAL: 198.51.100.1, 198.51.100.2, ")) << line;
    EXPECT_NE(line.find(" (" + host + " IN A 198.51.100.1, "), std::string::npos) << line;
    EXPECT_TRUE(line.ends_with(")\n")) << line;
    EXPECT_LE(line.size(), 1024U);
}

TEST_F(Resolver, RefusesMistakes) {
    expect_mistake({}, "--host is required");
    expect_mistake({"-H", "a", "-w", "-1"},
                   "-w,--warning: '-1' is not a duration (such as 90s, 10m, 2h, 7d, 1w, 500ms or "
                   "1.5)");
    expect_mistake({"-H", "a", "-q", "MX", "--expect", "192.0.2.1"},
                   "--expect needs -q A or -q AAAA");
    expect_mistake({"-H", "a", "--expect", "192.0.2.1/33"},
                   "--expect: '192.0.2.1/33' is neither an address nor a network such as "
                   "192.168.0.0/16");
    expect_mistake({"-H", std::string(64, 'a')}, "-H,--host: '" + std::string(64, 'a') +
                                                     "' has more than 63 characters between two "
                                                     "dots");
}

}  // namespace
}  // namespace monitoring
