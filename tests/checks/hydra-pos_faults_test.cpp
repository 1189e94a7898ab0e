// What check-hydra-pos makes of a monitor that does not answer as it should.

#include <fmt/format.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/canned_server.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

class HydraPosFaults : public ToolTest {
protected:
    /// That the check finds this, whatever stands behind "cannot ask hydra at HOST:PORT: ".
    void expect_problem(const CannedServer::Behaviour& behaviour, const std::string& problem,
                        const std::vector<std::string>& more = {}) const {
        const CannedServer server(behaviour);
        std::vector<std::string> arguments = {"--file", "/a.log", "--port",
                                              std::to_string(server.port())};
        arguments.insert(arguments.end(), more.begin(), more.end());
        expect_line(
            "check-hydra-pos", arguments,
            fmt::format("CRITICAL: cannot ask hydra at 127.0.0.1:{}: {}", server.port(), problem),
            2);
    }
};

const std::string kGood = R"({"files":{"/a.log":{"position":1}}})";

TEST_F(HydraPosFaults, HintsAtHydrasOwnPortWhereNothingListens) {
    const auto port = free_port();
    expect_line("check-hydra-pos", {"--file", "/a.log", "--port", std::to_string(port)},
                fmt::format("CRITICAL: cannot ask hydra at 127.0.0.1:{}: Connection refused "
                            "(hydra's own default port is 24223)",
                            port),
                2);
    expect_line("check-hydra-pos",
                {"--file", "/a.log", "-H", "[::1]", "--port", std::to_string(port)},
                fmt::format("CRITICAL: cannot ask hydra at [::1]:{}: Connection refused "
                            "(hydra's own default port is 24223)",
                            port),
                2);
}

TEST_F(HydraPosFaults, FindsASilentHydraBeforeItsOwnDeadline) {
    expect_problem(stay_silent(), "no answer within 1.8 s", {"-t", "2"});
    expect_problem(drip(), "no complete answer within 1.8 s", {"-t", "2"});
}

TEST_F(HydraPosFaults, SaysWhatItWasBusyWithWhenItIsStopped) {
    const CannedServer server(stay_silent());
    const auto running =
        start("check-hydra-pos", {"--all", "--port", std::to_string(server.port())});
    while (server.requests().empty()) usleep(10'000);
    kill(running.process, SIGTERM);
    const auto result = finish(running);
    EXPECT_EQ(
        result.output,
        fmt::format("UNKNOWN: stopped by SIGTERM (asking http://127.0.0.1:{}/)\n", server.port()));
    EXPECT_EQ(result.exit_code, 3);
}

TEST_F(HydraPosFaults, TellsTheStatus) {
    expect_problem(answer_http("404 Not Found", "<html>no</html>"),
                   "it answered with the HTTP status 404");
    expect_problem(answer_http("500 Internal Server Error", kGood),
                   "it answered with the HTTP status 500");
}

TEST_F(HydraPosFaults, DoesNotFollowARedirection) {
    const CannedServer elsewhere(answer_json(kGood));
    expect_problem(answer_raw(fmt::format("HTTP/1.1 301 Moved Permanently\r\nContent-Length: "
                                          "0\r\nLocation: http://127.0.0.1:{}/\r\n\r\n",
                                          elsewhere.port())),
                   "it answered with the HTTP status 301");
    EXPECT_EQ(elsewhere.requests(), "");
}

TEST_F(HydraPosFaults, TellsHowTheConnectionBroke) {
    expect_problem(answer_raw(""), "it closed the connection without an answer");
    expect_problem(answer_raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + kGood),
                   "it closed the connection in the middle of its answer");
    expect_problem(answer_raw("220 mail.example.com ESMTP\r\n"), "its answer is not HTTP");
}

TEST_F(HydraPosFaults, ReadsAChunkedAnswer) {
    const CannedServer server(answer_raw(
        fmt::format("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
                    kGood.size(), kGood)));
    expect_line("check-hydra-pos", {"--file", "/a.log", "--port", std::to_string(server.port())},
                "OK: first time check", 0);
}

TEST_F(HydraPosFaults, LimitsTheAnswer) {
    expect_problem(answer_http("200 OK", std::string((std::size_t{1} << 20U) + 1, ' ')),
                   "its answer is larger than 1 MiB");
}

TEST_F(HydraPosFaults, TellsWhatIsWrongWithTheJson) {
    const auto cannot_understand = [](const std::string& reason) {
        return "cannot understand its answer: " + reason;
    };
    expect_problem(answer_json(""), cannot_understand("it is empty"));
    expect_problem(answer_json("<html>"), cannot_understand("it is not JSON from byte 1 on"));
    expect_problem(answer_json(kGood.substr(0, kGood.size() - 1)),
                   cannot_understand("it is not JSON from byte 35 on"));
    expect_problem(answer_json(R"({"files":null})"), cannot_understand("it has no object 'files'"));
    expect_problem(answer_json("[]"), cannot_understand("it has no object 'files'"));
    expect_problem(answer_json(std::string(1'000'000, '[')),
                   cannot_understand("it is nested deeper than 32 levels"));
}

TEST_F(HydraPosFaults, ShowsABadHydraAsAnotherStatusIfTold) {
    const CannedServer server(answer_json("{}"));
    const auto result = run("check-hydra-pos", {"--all", "--port", std::to_string(server.port()),
                                                "--status-as", "critical=warning"});
    EXPECT_TRUE(result.output.starts_with("WARNING: cannot ask hydra at ")) << result.output;
    EXPECT_EQ(result.exit_code, 1);
}

TEST_F(HydraPosFaults, IgnoresAProxyInTheEnvironment) {
    const CannedServer proxy(answer_http("502 Bad Gateway", ""));
    const CannedServer server(answer_json(kGood));
    for (const auto* const name : {"http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"}) {
        set(name, fmt::format("http://127.0.0.1:{}", proxy.port()));
    }
    expect_line("check-hydra-pos", {"--file", "/a.log", "--port", std::to_string(server.port())},
                "OK: first time check", 0);
    EXPECT_EQ(proxy.requests(), "");
}

TEST_F(HydraPosFaults, ReadsIpv6) {
    const CannedServer server(answer_json(kGood), AF_INET6);
    for (const auto* const host : {"::1", "[::1]"}) {
        const auto result = run("check-hydra-pos", {"--file", "/a.log", "--host", host, "--port",
                                                    std::to_string(server.port())});
        EXPECT_EQ(result.exit_code, 0) << result.output;
    }
}

}  // namespace
}  // namespace monitoring
