#include <unistd.h>

#include "support/gaurun_test.hpp"

namespace monitoring {
namespace {

class GaurunUsage : public GaurunTest {};

TEST_F(GaurunUsage, PrintsEverythingButRatesAtTheFirstRun) {
    EXPECT_EQ(metrics(),
              (Metrics{{"queue_usage.ratio", "0"}, {"queue.usage", "0"}, {"queue.max", "64"}}));
    EXPECT_EQ(errors_, "");
    EXPECT_EQ(exit_code_, 0);
    EXPECT_TRUE(server_.requests().starts_with("GET /stat/app HTTP/1.1\r\n")) << server_.requests();
}

TEST_F(GaurunUsage, PrintsThePushesASecondSinceTheLastRun) {
    answer_pushes(1'000'000, 0, 100, 1'000'000);
    metrics();
    sleep(1);
    answer_pushes(1'000'000, 50'000, 100'100, 1'050'000);
    const auto values = metrics();
    EXPECT_EQ(values.size(), 9U);
    EXPECT_EQ(values.at("queue_usage.ratio"), "25");
    EXPECT_EQ(values.at("queue.usage"), "16");
    EXPECT_EQ(values.at("push_ios.success"), "0");
    EXPECT_EQ(values.at("push_success_ratio.ios"), "0");
    EXPECT_NEAR(std::stod(values.at("push_success_ratio.android")), 66.666667, 0.000001);
    const double errors = std::stod(values.at("push_android.error"));
    EXPECT_GT(errors, 500);
    EXPECT_LT(errors, 50'001);
    EXPECT_EQ(values.at("push_ios.error"), values.at("push_android.error"));
    EXPECT_NEAR(std::stod(values.at("push_android.success")), 2 * errors, 0.00001);
}

TEST_F(GaurunUsage, SaysThatTheFirstRunHasNothingToTellWhereThereAreOnlyRates) {
    server_.behave(answer_json(R"({"ios":{"push_success":1},"android":{"push_error":7}})"));
    expect_failure({}, url() + ": nothing to tell but rates, from now on");
    sleep(1);
    EXPECT_EQ(metrics(), (Metrics{{"push_ios.success", "0"}, {"push_android.error", "0"}}));
}

TEST_F(GaurunUsage, PrintsARatioOf100WhenNothingWasPushedSinceTheLastRun) {
    answer_pushes(0, 1'000'000, 1, 3);
    metrics();
    sleep(1);
    const auto values = metrics();
    EXPECT_EQ(values.at("push_success_ratio.ios"), "100");
    EXPECT_EQ(values.at("push_success_ratio.android"), "100");
}

TEST_F(GaurunUsage, LeavesOutTheRatesOfAPlatformThatWasRestarted) {
    answer_pushes(10, 10, 10, 10);
    metrics();
    sleep(1);
    answer_pushes(5, 20, 10, 10);
    auto values = metrics();
    EXPECT_EQ(values.size(), 6U);
    EXPECT_FALSE(values.contains("push_ios.success"));
    EXPECT_FALSE(values.contains("push_ios.error"));
    EXPECT_FALSE(values.contains("push_success_ratio.ios"));
    EXPECT_EQ(values.at("push_android.success"), "0");
    EXPECT_EQ(values.at("push_android.error"), "0");
    EXPECT_EQ(errors_, "");
    sleep(1);
    answer_pushes(5, 20, 20, 9);
    values = metrics();
    EXPECT_EQ(values.at("push_ios.success"), "0") << "it is left out only once";
    EXPECT_FALSE(values.contains("push_android.success"));
    EXPECT_FALSE(values.contains("push_android.error"));
}

TEST_F(GaurunUsage, TakesARebootForAFirstRun) {
    EXPECT_EQ(metrics().size(), 3U);
    write_proc("sys/kernel/random/boot_id", "second\n");
    EXPECT_EQ(metrics().size(), 3U);
    EXPECT_EQ(metrics().size(), 9U);
}

TEST_F(GaurunUsage, LeavesOutTheRatioOfAQueueWithoutALimit) {
    for (const auto* const json :
         {R"({"queue_max":0,"queue_usage":7})", R"({"queue_usage":7,"queue_max":0})"}) {
        server_.behave(answer_json(json));
        EXPECT_EQ(metrics(), (Metrics{{"queue.usage", "7"}, {"queue.max", "0"}}));
    }
    server_.behave(answer_json(R"({"queue_usage":7})"));
    EXPECT_EQ(metrics(), (Metrics{{"queue.usage", "7"}}));
    server_.behave(answer_json(R"({"queue_max":7})"));
    EXPECT_EQ(metrics(), (Metrics{{"queue.max", "7"}}));
    EXPECT_EQ(errors_, "");
}

TEST_F(GaurunUsage, PrintsWhatAnotherServerTells) {
    server_.behave(answer_json(R"({"version":"x","queue_max":8192,"queue_usage":2048,)"
                               R"("ios":{"push_success":1,"push_error":3}})"));
    const Metrics first = {
        {"queue_usage.ratio", "25"}, {"queue.usage", "2048"}, {"queue.max", "8192"}};
    EXPECT_EQ(metrics({"--path", "/api/stat/app", "--with", "pusher"}), first);
    EXPECT_TRUE(server_.requests().starts_with("GET /api/stat/app HTTP/1.1\r\n"));
    sleep(1);
    Metrics second = first;
    second["push_ios.success"] = "0";
    second["push_ios.error"] = "0";
    second["push_success_ratio.ios"] = "100";
    EXPECT_EQ(metrics({"--path", "/api/stat/app", "--with", "pusher"}), second);
    EXPECT_EQ(errors_, "");
}

TEST_F(GaurunUsage, PrintsThePushersIfAsked) {
    answer_pushes(0, 0, 0, 0);
    EXPECT_FALSE(metrics().contains("pusher.count"));
    const auto values = metrics({"--with", "pusher"});
    EXPECT_EQ(values.at("pusher.count"), "3");
    EXPECT_EQ(values.at("pusher.max"), "8");
}

TEST_F(GaurunUsage, LeavesOutWhatIsNotANumber) {
    server_.behave(answer_json(R"({"queue_max":64,"queue_usage":"7","pusher_max":-1,)"
                               R"("ios":null,"android":{"push_success":1.5,"push_error":2}})"));
    EXPECT_EQ(metrics(), (Metrics{{"queue.max", "64"}}));
    EXPECT_EQ(exit_code_, 0);
    for (const auto* const name : {"queue_usage", "pusher_max", "ios", "android.push_success"}) {
        EXPECT_NE(errors_.find(fmt::format("{}: {} is ignored", url(), name)), std::string::npos)
            << errors_;
    }
}

TEST_F(GaurunUsage, ReplacesTheFirstSegmentOfEveryKey) {
    const auto result = run_plugin({"--metric-key-prefix", "push.one"});
    const auto values = parse_metric_lines(result.output);
    EXPECT_EQ(values.size(), 3U);
    EXPECT_EQ(values.at("push.one.queue.max"), "64");
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto graphs = run_plugin({"--metric-key-prefix", "push.one"});
    EXPECT_NE(graphs.output.find("\"push.one.queue\":"), std::string::npos) << graphs.output;
    EXPECT_EQ(graphs.output.find("\"gaurun_"), std::string::npos) << graphs.output;
}

TEST_F(GaurunUsage, AsksOnAUnixSocket) {
    const auto path = directory() / "push.1" / "gaurun.sock";
    std::filesystem::create_directory(path.parent_path());
    const CannedServer server(answer_json(R"({"queue_usage":7})"), path);
    const auto result = run("mackerel-plugin-gaurun-usage", {"--port", "unix:" + path.string()});
    EXPECT_EQ(result.errors, "");
    std::string name = path.string().substr(1);
    for (char& character : name) {
        if (character == '/' || character == '.') character = '_';
    }
    EXPECT_TRUE(name.ends_with("_push_1_gaurun_sock")) << name;
    EXPECT_EQ(parse_metric_lines(result.output),
              (Metrics{{"gaurun_" + name + ".queue.usage", "7"}}));
}

TEST_F(GaurunUsage, KeepsServersAndPrefixesApart) {
    answer_pushes(1, 1, 1, 1);
    EXPECT_EQ(metrics().size(), 3U);
    EXPECT_EQ(metrics({"--path", "/other"}).size(), 3U);
    EXPECT_EQ(metrics({"--path", "/other?a=b"}).size(), 3U);
    EXPECT_EQ(metrics({"--host", "localhost"}).size(), 3U);
    const auto other = run_plugin({"--metric-key-prefix", "b"});
    EXPECT_EQ(parse_metric_lines(other.output).size(), 3U);
    EXPECT_EQ(metrics().size(), 9U);
}

TEST_F(GaurunUsage, DefinesTheGraphsWithoutAskingAnybody) {
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto result = run("mackerel-plugin-gaurun-usage");
    EXPECT_EQ(result.output, read_text(FIXTURES_DIRECTORY "/gaurun-usage-graphs.txt"));
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.errors, "");
    const auto more = run_plugin({"--with", "pusher"});
    EXPECT_NE(more.output.find(".pusher\":"), std::string::npos) << more.output;
    const auto socket = run("mackerel-plugin-gaurun-usage", {"--port", "unix:/run/push.sock"});
    EXPECT_NE(socket.output.find(R"("gaurun_run_push_sock.queue":{"label":"gaurun(run_push_sock) )"
                                 R"(queue_usage and queue_max")"),
              std::string::npos)
        << socket.output;
    EXPECT_EQ(server_.requests(), "");
    EXPECT_FALSE(std::filesystem::exists(state_directory())) << "it took a measurement";
}

}  // namespace
}  // namespace monitoring
