#include "support/postfix_test.hpp"

#include <chrono>

namespace monitoring {
namespace {

class Postfix : public PostfixTest {
protected:
    Postfix() {
        add_message("maildrop/1A2B3C");
        add_message("incoming/F00");
        add_message("deferred/9/9746DAA012C");
        add_message("deferred/B/BD0E2AA2A44");
        add_message("deferred/B/BDA15AA2A45");
        add_message("hold/4jXPrb2sDpz1d3Vr");
        for (const auto* const name : {"restart", "defer/9/9746DAA012C", "pid/master.pid",
                                       "etc/hosts", "deferred/lib/libc.so"}) {
            add_message(name);
        }
    }
    /// postqueue lists the queues of the test, as the default instance's.
    void list_own(std::string_view messages) const {
        stand_in("postconf", "[ \"$*\" = '-h queue_directory' ] || exit 65; echo " + spool());
        list(messages);
    }
};

const Metrics kQueues = {{"mailq.queue", "6"},  {"queue.maildrop", "1"}, {"queue.incoming", "1"},
                         {"queue.active", "0"}, {"queue.deferred", "3"}, {"queue.hold", "1"},
                         {"queue.corrupt", "0"}};

std::string seconds_ago(std::int64_t seconds, const std::string& queue = "deferred") {
    return message(queue, time(nullptr) - seconds);
}

/// An age that is as many seconds, or a few more on a busy machine.
void expect_age(const Metrics& found, double seconds) {
    ASSERT_TRUE(found.contains("age.oldest"));
    EXPECT_GE(std::stod(found.at("age.oldest")), seconds);
    EXPECT_LE(std::stod(found.at("age.oldest")), seconds + 30);
}

TEST_F(Postfix, CountsTheMessagesWithoutAskingAnybody) {
    expect(metrics(), {{"mailq.queue", "6"}});
    expect(metrics({"--metric-key-prefix", "postfix.out"}), {{"out.mailq.queue", "6"}});
}

TEST_F(Postfix, PrintsAZeroForAQueueThatIsEmpty) {
    std::filesystem::remove_all(spool());
    std::filesystem::create_directories(spool() + "/active");
    expect(metrics(), {{"mailq.queue", "0"}});
}

TEST_F(Postfix, PrintsEachQueueIfAsked) {
    expect(metrics({"--with", "queues"}), kQueues);
    add_message("corrupt/9746DAA012D");
    auto expected = kQueues;
    expected["queue.corrupt"] = "1";
    expect(metrics({"--with", "queues"}), expected);
}

TEST_F(Postfix, LeavesOutACorruptQueueThatItMayNotRead) {
    std::filesystem::create_directories(spool() + "/corrupt");
    set_mode(0, "corrupt");
    auto expected = kQueues;
    expected.erase("queue.corrupt");
    expect(metrics({"--with", "queues"}), expected,
           {"postfix.queue.corrupt is left out: " + closed("corrupt")});
}

TEST_F(Postfix, AsksPostqueueForTheAgeOfTheOldestMessage) {
    list_own(seconds_ago(60) + seconds_ago(3600, "hold") + seconds_ago(5));
    const auto found = metrics({"--with", "age"});
    EXPECT_EQ(found.at("mailq.queue"), "6") << "it counts for itself";
    expect_age(found, 3600);
    EXPECT_EQ(errors_, "");
    list_own("");
    expect(metrics({"--with", "age"}), {{"mailq.queue", "6"}, {"age.oldest", "0"}});
}

TEST_F(Postfix, LeavesOutAnAgeThatCannotBeTold) {
    const std::string start = "postfix.age.oldest is left out: ";
    const Metrics only_count = {{"mailq.queue", "6"}};
    list_own(message("hold", 4102444800));
    EXPECT_EQ(metrics({"--with", "age"}), only_count);
    EXPECT_EQ(exit_code_, 0);
    EXPECT_NE(errors_.find(start + "the oldest message arrived "), std::string::npos) << errors_;
    EXPECT_NE(errors_.find(" s in the future\n"), std::string::npos) << errors_;
    list_own(seconds_ago(60) + "{\"queue_name\":\"hold\"}\n");
    expect(metrics({"--with", "age"}), only_count,
           {start + "postqueue tells no time of arrival of 1 messages"});
    stand_in("postqueue", "echo 'postqueue: fatal: mail system is down' >&2; exit 69");
    expect(metrics({"--with", "age"}), only_count,
           {start + "postqueue ended with exit code 69: postqueue: fatal: mail system is down"});
}

TEST_F(Postfix, AsksPostqueueWhereOneOfTheQueuesIsClosed) {
    list_own(seconds_ago(1) + seconds_ago(2, "hold"));
    for (const auto* const queue : {"maildrop", "incoming", "active", "deferred", "hold"}) {
        set_mode(0, queue);
        expect(metrics(), {{"mailq.queue", "2"}});
        set_mode(0755, queue);
        expect(metrics(), {{"mailq.queue", "6"}});
    }
    set_mode(0, "deferred/B");
    expect(metrics(), {{"mailq.queue", "2"}});
    set_mode(0755, "deferred/B");
}

TEST_F(Postfix, CountsAnEmptyQueueByPostqueue) {
    list_own("");
    set_mode(0);
    expect(metrics({"--with", "age"}), {{"mailq.queue", "0"}, {"age.oldest", "0"}});
}

TEST_F(Postfix, PrintsEverythingFromOneAnswerOfPostqueue) {
    list_own(seconds_ago(600) + seconds_ago(7, "hold") + seconds_ago(5));
    stand_in("postqueue", "[ -e " + (directory() / "asked").string() + " ] && exit 66; echo >" +
                              (directory() / "asked").string() + "; /bin/cat " +
                              (directory() / "list").string());
    std::filesystem::permissions(directory(), std::filesystem::perms(0777));
    set_mode(0);
    const auto found = metrics({"--with", "queues,age"});
    EXPECT_EQ(found.at("mailq.queue"), "3");
    EXPECT_EQ(found.at("queue.deferred"), "2");
    EXPECT_EQ(found.at("queue.hold"), "1");
    EXPECT_EQ(found.at("queue.maildrop"), "0");
    EXPECT_EQ(found.at("queue.corrupt"), "0") << "this one is not by postqueue";
    expect_age(found, 600);
    EXPECT_EQ(errors_, "");
}

TEST_F(Postfix, PassesOnAWarningBesideAList) {
    list_own(seconds_ago(1));
    stand_in("postqueue", "printf 'first\\nwarning: system\\033 is down\\n' >&2; /bin/cat " +
                              (directory() / "list").string());
    set_mode(0);
    expect(metrics(), {{"mailq.queue", "1"}}, {"warning: system\\x1b is down"});
}

TEST_F(Postfix, AsksTheInstanceOfAConfiguration) {
    stand_in("postconf",
             "[ \"$*\" = '-c /etc/postfix-out -h queue_directory' ] || exit 65; echo " + spool());
    const std::vector<std::string> arguments = {"--config-dir", "/etc/postfix-out", "--with",
                                                "age"};
    list(seconds_ago(600) + seconds_ago(5), "-c /etc/postfix-out -j");
    const auto run = [&] { return read(finish(start_as_user(arguments))); };
    auto found = run();
    EXPECT_EQ(found.at("mailq.queue"), "6");
    expect_age(found, 600);
    set_mode(0);
    found = run();
    EXPECT_EQ(found.at("mailq.queue"), "2");
    expect_age(found, 600);
    EXPECT_EQ(errors_, "");
    // Where both are given, nothing is left to be asked of postconf.
    stand_in("postconf", "exit 65");
    EXPECT_EQ(metrics(arguments).at("mailq.queue"), "2");
}

TEST_F(Postfix, DefinesTheGraphsWithoutAskingAnybody) {
    set("MACKEREL_AGENT_PLUGIN_META", "1");
    const auto result = run("mackerel-plugin-postfix",
                            {"--queue-directory", "/nonexistent", "--with", "queues,age"});
    EXPECT_EQ(result.output, read_text(FIXTURES_DIRECTORY "/postfix-graphs.txt"));
    EXPECT_EQ(result.errors, "");
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(run("mackerel-plugin-postfix").output,
              "# mackerel-agent-plugin\n"
              R"({"graphs":{"postfix.mailq":{"label":"Postfix Queue","unit":"integer",)"
              R"("metrics":[{"name":"queue","label":"msgs in queue","stacked":false}]}}})"
              "\n");
}

}  // namespace
}  // namespace monitoring
