#include "common/http/http_get.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "support/canned_server.hpp"

namespace monitoring {
namespace {

constexpr Seconds kMaxLooks{20};

HttpAnswer ask(const CannedServer& server, const std::string& path = "/",
               Seconds timeout = kMaxLooks) {
    HttpRequest request;
    request.port = server.port();
    request.path = path;
    request.timeout = timeout;
    return http_get(request);
}

HttpAnswer ask_for(const CannedServer::Behaviour& behaviour) {
    const CannedServer server(behaviour);
    return ask(server);
}

std::string with_length(std::size_t length, const std::string& body) {
    return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", length, body);
}

TEST(HttpGet, GivesTheStatusAndTheBody) {
    const auto answer = ask_for(answer_http("200 OK", "{\"a\":1}\n"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "{\"a\":1}\n");
    EXPECT_EQ(answer.failure, "");
    EXPECT_EQ(answer.problem(), "");
}

TEST(HttpGet, AsksForThePathAsItIs) {
    const CannedServer server(answer_json("{}"));
    EXPECT_EQ(ask(server, "/a/../b?c=%20d").status, 200);
    const auto requests = server.requests();
    EXPECT_TRUE(requests.starts_with("GET /a/../b?c=%20d HTTP/1.1\r\n")) << requests;
    EXPECT_NE(requests.find(fmt::format("Host: 127.0.0.1:{}\r\n", server.port())),
              std::string::npos)
        << requests;
}

TEST(HttpGet, TakesAnyOtherStatusForAProblem) {
    for (const auto* const status : {"404 Not Found", "500 Internal Server Error", "204 No Content",
                                     "206 Partial Content", "401 Unauthorized"}) {
        const auto answer = ask_for(answer_http(status, ""));
        EXPECT_EQ(answer.failure, "") << status;
        EXPECT_EQ(answer.problem(), fmt::format("it answered with the HTTP status {}",
                                                std::string(status).substr(0, 3)));
    }
    const auto answer = ask_for(answer_http("404 Not Found", "<html>no</html>"));
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.body, "<html>no</html>");
}

TEST(HttpGet, DoesNotFollowARedirection) {
    const CannedServer elsewhere(answer_json("{}"));
    const auto answer =
        ask_for(answer_raw(fmt::format("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{}/\r\n"
                                       "Content-Length: 0\r\n\r\n",
                                       elsewhere.port())));
    EXPECT_EQ(answer.status, 302);
    EXPECT_EQ(answer.problem(), "it answered with the HTTP status 302");
    EXPECT_EQ(elsewhere.requests(), "");
}

TEST(HttpGet, PutsChunksTogether) {
    const auto answer =
        ask_for(answer_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n"));
    EXPECT_EQ(answer.problem(), "");
    EXPECT_EQ(answer.body, "{\"a\":1}");
}

TEST(HttpGet, ReadsToTheEndWhereNoLengthIsGiven) {
    EXPECT_EQ(ask_for(answer_raw("HTTP/1.0 200 OK\r\n\r\n{}\n")).body, "{}\n");
}

TEST(HttpGet, PassesOverInformationalAnswers) {
    EXPECT_EQ(ask_for(answer_raw("HTTP/1.1 103 Early Hints\r\n\r\n" + with_length(2, "{}"))).body,
              "{}");
}

TEST(HttpGet, WaitsNoLongerThanItIsTold) {
    const CannedServer silent(stay_silent());
    EXPECT_EQ(ask(silent, "/", Seconds(0.3)).failure, "no answer within 0.3 s");
    const CannedServer slow(drip());
    EXPECT_EQ(ask(slow, "/", Seconds(0.5)).failure, "no complete answer within 0.5 s");
}

TEST(HttpGet, TakesNoTimeAtAllForALittle) {
    const CannedServer silent(stay_silent());
    EXPECT_EQ(ask(silent, "/", Seconds(0)).failure, "no answer within 0 s");
}

TEST(HttpGet, TellsHowAConnectionBroke) {
    EXPECT_EQ(ask_for(answer_raw("")).failure, "it closed the connection without an answer");
    EXPECT_EQ(ask_for(answer_raw(with_length(9, "{}"))).failure,
              "it closed the connection in the middle of its answer");
    EXPECT_EQ(ask_for(answer_raw("SSH-2.0-OpenSSH_9.2\r\n")).failure, "its answer is not HTTP");
}

TEST(HttpGet, LimitsTheBody) {
    constexpr std::size_t kLimit = std::size_t{1} << 20U;
    const auto largest = ask_for(answer_http("200 OK", std::string(kLimit, 'x')));
    EXPECT_EQ(largest.failure, "");
    EXPECT_EQ(largest.body.size(), kLimit);
    const auto larger = ask_for(answer_http("200 OK", std::string(kLimit + 1, 'x')));
    EXPECT_EQ(larger.failure, "its answer is larger than 1 MiB");
    EXPECT_EQ(larger.body, "");
}

TEST(HttpGet, LimitsABodyThatNeverEnds) {
    const auto answer = ask_for([](const CannedServer::Connection& connection) {
        const std::string megabyte(std::size_t{1} << 20U, 'x');
        bool is_there = connection.send("HTTP/1.1 200 OK\r\n\r\n");
        while (is_there) is_there = connection.send(megabyte);
    });
    EXPECT_EQ(answer.failure, "its answer is larger than 1 MiB");
}

TEST(HttpGet, LimitsTheHead) {
    const auto answer = ask_for([](const CannedServer::Connection& connection) {
        bool is_there = connection.send("HTTP/1.1 200 OK\r\n");
        while (is_there) is_there = connection.send("X-Header: " + std::string(1000, 'x') + "\r\n");
    });
    EXPECT_EQ(answer.failure, "the head of its answer is larger than 64 KiB");
}

TEST(HttpGet, LimitsALineOfTheHead) {
    const auto answer =
        ask_for(answer_raw("HTTP/1.1 200 OK\r\nX-Header: " + std::string(1U << 18U, 'x')));
    EXPECT_EQ(answer.failure, "the head of its answer is larger than 64 KiB");
}

TEST(HttpGet, IgnoresAProxyInTheEnvironment) {
    const CannedServer proxy(answer_http("502 Bad Gateway", ""));
    const CannedServer server(answer_json("{}"));
    const auto url = fmt::format("http://127.0.0.1:{}", proxy.port());
    for (const auto* const name : {"http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"}) {
        setenv(name, url.c_str(), 1);
        EXPECT_EQ(ask(server).problem(), "") << name;
        unsetenv(name);
    }
    EXPECT_EQ(proxy.requests(), "");
}

}  // namespace
}  // namespace monitoring
