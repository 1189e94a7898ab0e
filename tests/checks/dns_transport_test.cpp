// What check-dns-rr does when a server does not do as it should.

#include <atomic>
#include <functional>

#include "support/dns_test.hpp"

namespace monitoring {
namespace {

class DnsTransport : public DnsToolTest {
protected:
    DnsTransport() : DnsToolTest("check-dns-rr") {}

    /// Expects the one address of the name "one", whatever it takes.
    void expect_one(const std::function<std::string(const DnsServer::Query&)>& answer) const {
        const DnsServer server(answer);
        expect(server.address(), "one", {"-w", "1", "-c", "1"},
               "OK: 1 dns-rr hosts found (192.0.2.1)", 0);
    }
    void expect_failure(const std::string& before, const std::string& behind,
                        const std::function<std::string(const DnsServer::Query&)>& answer) const {
        const DnsServer server(answer);
        expect(server.address(), "one", {},
               "CRITICAL: one.example.com. could not be looked up: " + before + server.address() +
                   behind,
               2);
    }
    static std::string with_flags(const DnsServer::Query& query, unsigned flags) {
        return WireMessage{.number = query.number(), .flags = flags, .question = query.question()}
            .bytes();
    }
    /// The twelve bytes of a header, which says no more than what is wrong.
    static std::string header(const DnsServer::Query& query, unsigned flags) {
        return WireMessage{.number = query.number(), .flags = flags, .question = ""}.bytes();
    }
};

TEST_F(DnsTransport, AsksWithoutEdnsWhoDoesNotUnderstandIt) {
    for (const unsigned flags : {0x8181U, 0x8182U, 0x8184U, 0x8185U, 0x8189U}) {
        expect_one([flags](const DnsServer::Query& query) {
            return query.has_edns() ? with_flags(query, flags) : usual_answer(query);
        });
        expect_one([flags](const DnsServer::Query& query) {
            return query.has_edns() ? header(query, flags) : usual_answer(query);
        });
    }
    expect_one([](const DnsServer::Query& query) {
        if (!query.has_edns()) return usual_answer(query);
        auto opt = wire_record(wire_name("."), 41, "", 1232);
        opt[5] = 1;
        return WireMessage{
            .number = query.number(), .question = query.question(), .additionals = {opt}}
            .bytes();
    });
}

TEST_F(DnsTransport, AsksWithoutEdnsWhoseAnswerIsGarbledWithIt) {
    expect_one([](const DnsServer::Query& query) {
        auto bytes = usual_answer(query);
        if (query.has_edns()) bytes.pop_back();
        return bytes;
    });
}

TEST_F(DnsTransport, GetsWhatIsTruncatedWithoutEdnsOverTcp) {
    expect_one([](const DnsServer::Query& query) {
        if (query.has_edns()) return with_flags(query, 0x8181);
        return query.is_tcp ? usual_answer(query) : with_flags(query, 0x8380);
    });
}

TEST_F(DnsTransport, SaysWhatWasWrongWithEdnsWhenNothingElseComes) {
    set("RES_OPTIONS", "timeout:1 attempts:1");
    expect_failure("SERVFAIL from ", "", [](const DnsServer::Query& query) {
        return query.has_edns() ? with_flags(query, 0x8182) : std::string();
    });
}

TEST_F(DnsTransport, AsksOnlyOnceWithoutEdnsBeforeItGoesOn) {
    std::atomic<int> plain = 0;
    std::atomic<int> all = 0;
    const DnsServer failing([&](const DnsServer::Query& query) {
        ++all;
        if (!query.has_edns()) ++plain;
        return with_flags(query, 0x8182);
    });
    const DnsServer good(usual_answer);
    set("RES_OPTIONS", "timeout:5 attempts:3");
    expect(failing.address(), "one", {"-s", good.address(), "-w", "1", "-c", "1"},
           "OK: 1 dns-rr hosts found (192.0.2.1)", 0);
    EXPECT_EQ(all, 2);
    EXPECT_EQ(plain, 1);
}

TEST_F(DnsTransport, AsksTheNextServerWhereOneIsLame) {
    const DnsServer lame([](const auto& query) { return with_flags(query, 0x8100); });
    const DnsServer good(usual_answer);
    expect(lame.address(), "one", {"-s", good.address(), "-w", "1", "-c", "1"},
           "OK: 1 dns-rr hosts found (192.0.2.1)", 0);
    expect_failure("lame answer from ", " (empty; it neither has the zone nor recurses)",
                   [](const DnsServer::Query& query) { return with_flags(query, 0x8100); });
    // Who recurses, or has the zone, knows that there is nothing.
    for (const unsigned flags : {0x8180U, 0x8500U}) {
        const DnsServer knowing([flags](const auto& query) { return with_flags(query, flags); });
        expect(knowing.address(), "one", {"-s", good.address()},
               "CRITICAL: 0 dns-rr hosts found < 2 (one.example.com.: no data)", 2);
    }
}

TEST_F(DnsTransport, AsksOnceMoreWithoutEdnsWhereNoAnswerComes) {
    set("RES_OPTIONS", "timeout:1 attempts:2");
    expect_one([](const DnsServer::Query& query) {
        return query.has_edns() ? std::string() : usual_answer(query);
    });
}

TEST_F(DnsTransport, SaysWhatAServerSaysThatRepeatsNoQuestion) {
    expect_failure("FORMERR from ", "",
                   [](const DnsServer::Query& query) { return header(query, 0x8181); });
    expect_failure("SERVFAIL from ", "",
                   [](const DnsServer::Query& query) { return header(query, 0x8182); });
}

TEST_F(DnsTransport, DoesNotListenToAnswersToOtherQuestions) {
    set("RES_OPTIONS", "timeout:1 attempts:1");
    expect_failure("no answer from ", " within 1 s", [](const DnsServer::Query& query) {
        auto bytes = usual_answer(query);
        bytes[0] = static_cast<char>(bytes[0] ^ 1);
        return bytes;
    });
    expect_failure("no answer from ", " within 1 s", [](const DnsServer::Query& query) {
        auto bytes = usual_answer(query);
        bytes[13] = 'x';
        return bytes;
    });
    expect_failure("no answer from ", " within 1 s",
                   [](const DnsServer::Query&) { return std::string("short"); });
    expect_failure("no answer from ", " within 1 s", [](const DnsServer::Query& query) {
        auto bytes = header(query, 0x8182);
        bytes[0] = static_cast<char>(bytes[0] ^ 1);
        return bytes;
    });
}

TEST_F(DnsTransport, SaysWhyTheRestOfATruncatedAnswerCannotBeHad) {
    const auto cut = [](const DnsServer::Query& query) { return with_flags(query, 0x8380); };
    expect_failure("truncated answer from ", ", and over TCP: connection closed",
                   [&](const DnsServer::Query& query) { return query.is_tcp ? "" : cut(query); });
    expect_failure("truncated answer from ", ", and over TCP: SERVFAIL",
                   [&](const DnsServer::Query& query) {
                       return query.is_tcp ? with_flags(query, 0x8182) : cut(query);
                   });
    expect_failure("answer truncated even over TCP from ", "", cut);
}

TEST_F(DnsTransport, TakesALargerAnswerThanItAskedForToBeTruncated) {
    const DnsServer server([](const DnsServer::Query& query) {
        auto as_if_tcp = query;
        as_if_tcp.is_tcp = true;
        return usual_answer(as_if_tcp);
    });
    const auto line = ask(server.address(), "many").output;
    EXPECT_TRUE(line.starts_with("OK: 200 dns-rr hosts found (")) << line;
}

TEST_F(DnsTransport, NeedsNoUdpWithTcp) {
    expect_one([](const DnsServer::Query& query) {
        return query.is_tcp ? usual_answer(query) : with_flags(query, 0x8380);
    });
    const DnsServer server([](const DnsServer::Query& query) {
        return query.is_tcp ? usual_answer(query) : std::string();
    });
    expect(server.address(), "one", {"--tcp", "-w", "1", "-c", "1"},
           "OK: 1 dns-rr hosts found (192.0.2.1)", 0);
    set("RES_OPTIONS", "use-vc");
    expect(server.address(), "one", {"-w", "1", "-c", "1"}, "OK: 1 dns-rr hosts found (192.0.2.1)",
           0);
}

}  // namespace
}  // namespace monitoring
