// What mackerel-plugin-gaurun-usage makes of a server that does not answer as it should.

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/gaurun_test.hpp"

namespace monitoring {
namespace {

class GaurunUsageFaults : public GaurunTest {
protected:
    void expect_problem(const CannedServer::Behaviour& behaviour, const std::string& problem,
                        const std::vector<std::string>& arguments = {}) {
        server_.behave(behaviour);
        expect_failure(arguments, fmt::format("cannot ask {}: {}", url(), problem));
    }
    void expect_nonsense(const std::string& json, const std::string& reason) {
        server_.behave(answer_json(json));
        expect_failure({}, fmt::format("cannot understand {}: {}", url(), reason));
    }
};

TEST_F(GaurunUsageFaults, TellsThatNothingListens) {
    const auto port = std::to_string(free_port());
    expect_failure({"--port", port},
                   "cannot ask http://127.0.0.1:" + port + "/stat/app: Connection refused");
    expect_failure({"--port", port, "--host", "::1"},
                   "cannot ask http://[::1]:" + port + "/stat/app: Connection refused");
    expect_failure({"--port", "unix:/nonexistent/a.sock"},
                   "cannot ask http://unix:/nonexistent/a.sock:/stat/app: "
                   "No such file or directory");
}

TEST_F(GaurunUsageFaults, TellsThatAServerIsSilentBeforeItsOwnDeadline) {
    expect_problem(stay_silent(), "no answer within 4.5 s", {"-t", "5"});
    expect_problem(drip(), "no complete answer within 4.5 s", {"-t", "5"});
}

TEST_F(GaurunUsageFaults, TellsTheStatus) {
    expect_problem(answer_http("404 Not Found", "<html>no</html>"),
                   "it answered with the HTTP status 404");
    expect_problem(answer_http("500 Internal Server Error", R"({"queue_max":1})"),
                   "it answered with the HTTP status 500");
    const CannedServer elsewhere(answer_json(R"({"queue_max":1})"));
    expect_problem(answer_raw(fmt::format("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
                                          "Location: http://127.0.0.1:{}/\r\n\r\n",
                                          elsewhere.port())),
                   "it answered with the HTTP status 302");
    EXPECT_EQ(elsewhere.requests(), "");
}

TEST_F(GaurunUsageFaults, TellsHowTheConnectionBroke) {
    expect_problem(answer_raw(""), "it closed the connection without an answer");
    expect_problem(answer_raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"queue_max\":1}"),
                   "it closed the connection in the middle of its answer");
    expect_problem(answer_raw("+PONG\r\n"), "its answer is not HTTP");
    expect_problem(answer_http("200 OK", std::string((std::size_t{1} << 20U) + 1, ' ')),
                   "its answer is larger than 1 MiB");
}

TEST_F(GaurunUsageFaults, ReadsAChunkedAnswer) {
    server_.behave(
        answer_raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "9\r\n{\"queue_m\r\n6\r\nax\":7}\r\n0\r\n\r\n"));
    EXPECT_EQ(metrics(), (Metrics{{"queue.max", "7"}}));
}

TEST_F(GaurunUsageFaults, TellsWhatIsWrongWithTheJson) {
    expect_nonsense("", "it is empty");
    expect_nonsense("<html>", "it is not JSON from byte 1 on");
    expect_nonsense(R"({"queue_max":6)", "it is not JSON from byte 15 on");
    expect_nonsense("[]", "it holds none of the numbers of a push server");
    expect_nonsense(R"({"queue_max":"64","ios":null})",
                    "it holds none of the numbers of a push server");
    expect_nonsense(std::string(1'000'000, '['), "it is nested deeper than 32 levels");
}

TEST_F(GaurunUsageFaults, IgnoresAProxyInTheEnvironment) {
    const CannedServer proxy(answer_http("502 Bad Gateway", ""));
    for (const auto* const name : {"http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"}) {
        set(name, fmt::format("http://127.0.0.1:{}", proxy.port()));
    }
    EXPECT_EQ(metrics().size(), 3U);
    EXPECT_EQ(proxy.requests(), "");
}

TEST_F(GaurunUsageFaults, StillPrintsWhenItsStateCannotBeSaved) {
    set("MACKEREL_PLUGIN_WORKDIR", "/nonexistent");
    EXPECT_EQ(metrics().size(), 3U);
    EXPECT_EQ(exit_code_, 0);
    EXPECT_NE(errors_.find("state not saved: /nonexistent/"), std::string::npos) << errors_;
}

TEST_F(GaurunUsageFaults, PrintsTheOtherMetricsBesideAnUnsafeStateDirectory) {
    std::filesystem::create_symlink("/tmp", state_directory());
    EXPECT_EQ(metrics().size(), 3U);
    EXPECT_NE(errors_.find("will not keep state in "), std::string::npos) << errors_;
}

TEST_F(GaurunUsageFaults, SaysWhatItWasBusyWithWhenItIsStopped) {
    server_.behave(stay_silent());
    const auto running =
        start("mackerel-plugin-gaurun-usage",
              {"--port", std::to_string(server_.port()), "--path", "/stat/app?token=hunter2"});
    while (server_.requests().empty()) usleep(10'000);
    kill(running.process, SIGTERM);
    const auto result = finish(running);
    EXPECT_EQ(result.output, "");
    EXPECT_EQ(result.errors,
              "mackerel-plugin-gaurun-usage: stopped by SIGTERM (asking " + url() + "?…)\n");
    EXPECT_EQ(result.exit_code, 1);
}

TEST_F(GaurunUsageFaults, NeverShowsTheQueryOfThePath) {
    const std::string path = "/stat/app?token=hunter2";
    const auto shown = url() + "?…";
    server_.behave(answer_http("403 Forbidden", ""));
    expect_failure({"--path", path},
                   "cannot ask " + shown + ": it answered with the HTTP status 403");
    server_.behave(answer_json("[]"));
    expect_failure({"--path", path}, "cannot understand " + shown +
                                         ": it holds none of the numbers of a push server");
    server_.behave(answer_json(R"({"queue_max":1,"queue_usage":"x"})"));
    EXPECT_EQ(metrics({"--path", path}), (Metrics{{"queue.max", "1"}}));
    EXPECT_EQ(errors_, "mackerel-plugin-gaurun-usage: " + shown + ": queue_usage is ignored\n");
    EXPECT_NE(server_.requests().find("GET " + path + " HTTP/1.1\r\n"), std::string::npos);
    expect_failure({"--path", "stat?token=hunter2"},
                   "--path: 'stat?…' is not a path such as /stat/app (see --help)");
    expect_failure({"--pth", path},
                   "The following arguments were not expected: --pth "
                   "/stat/app?… (see --help)");
    server_.behave(stay_silent());
    expect_failure({"--path", path, "-t", "1"}, "cannot ask " + shown + ": no answer within 0.9 s");
}

TEST_F(GaurunUsageFaults, SaysMistakesOnStderrOnly) {
    for (const std::vector<std::string>& wrong :
         std::vector<std::vector<std::string>>{{"--port", "0"},
                                               {"--port", "unix:"},
                                               {"--port", "127.0.0.1:1056"},
                                               {"--host", "a/b"},
                                               {"--path", "stat/app"},
                                               {"--with", "nothing"},
                                               {"--metric-key-prefix", "a b"},
                                               {"stray"}}) {
        EXPECT_EQ(metrics(wrong), Metrics());
        EXPECT_EQ(exit_code_, 1);
        EXPECT_TRUE(errors_.starts_with("mackerel-plugin-gaurun-usage: ")) << errors_;
        EXPECT_NE(errors_.find(wrong.back()), std::string::npos) << errors_;
    }
}

}  // namespace
}  // namespace monitoring
