#include <signal.h>

#include <chrono>
#include <thread>

#include "support/postfix_test.hpp"

namespace monitoring {
namespace {

using namespace std::chrono_literals;

/// One of the queues is closed, so that there is no count without postqueue.
class PostfixFaults : public PostfixTest {
protected:
    PostfixFaults() {
        stand_in("postconf", "echo " + spool());
        add_message("hold/9746DAA012C");
        set_mode(0);
    }
    /// That it prints no metric, and that reason behind the one for asking postqueue.
    void expect_failure(const std::string& reason) {
        expect(metrics(), {}, {closed() + "; " + reason});
    }
    void expect_error(const std::vector<std::string>& arguments, const std::string& reason) {
        expect(read(finish(start_as_user(arguments))), {}, {reason});
    }
};

TEST_F(PostfixFaults, SaysHowPostqueueFailed) {
    stand_in("postqueue",
             "echo 'postqueue: warning: x' >&2; echo 'postqueue: fatal: it is down' >&2; exit 69");
    expect_failure("postqueue ended with exit code 69: postqueue: fatal: it is down");
    stand_in("postqueue", "exit 1");
    expect_failure("postqueue ended with exit code 1");
    stand_in("postqueue", "kill -KILL $$");
    expect_failure("postqueue was killed by SIGKILL");
    std::filesystem::remove(bin() + "/postqueue");
    expect_failure("cannot run postqueue: No such file or directory");
}

// A shell would run each of them, and the first one would list an empty queue.
TEST_F(PostfixFaults, TakesNoPostqueueThatTheKernelDoesNotForAnEmptyQueue) {
    const auto expect_refused = [this](const std::string& content, const std::string& reason) {
        write_text(bin() + "/postqueue", content);
        expect_failure("cannot run postqueue: Exec format error" + reason);
    };
    expect_refused("", "");
    expect_refused("true\n", " (no #! line)");
    expect_refused("\177ELF\2\2\1 of another machine", "");
}

TEST_F(PostfixFaults, CountsNothingWhenAListIsNotWhole) {
    const auto good = message("hold", 1795342090);
    list(good + good.substr(0, good.size() - 1));
    expect_failure("cannot understand postqueue: its line 2 has no end");
    list(good + good.substr(0, 40));
    expect_failure("cannot understand postqueue: its line 2 has no end");
    list(good + "Mail queue is empty\n" + good);
    expect_failure("cannot understand postqueue: its line 2 is not a JSON object");
    list(good + "{}\n");
    expect_failure("cannot understand postqueue: its line 2 names no queue");
    list(good + message("a\\nb", 1));
    expect_failure(
        "cannot understand postqueue: its line 2 names the queue 'a\\nb', which is not known");
    list(good);
    stand_in("postqueue", "/bin/cat " + (directory() / "list").string() + "; exit 69");
    expect_failure("postqueue ended with exit code 69");
    stand_in("postqueue", "/bin/cat " + (directory() / "list").string() + "; kill -KILL $$");
    expect_failure("postqueue was killed by SIGKILL");
}

TEST_F(PostfixFaults, NeverCountsTheMessagesOfAnotherInstance) {
    list(message("hold", 1795342090));
    std::filesystem::create_directories(directory() / "other");
    const auto other = (directory() / "other").string();
    for (const auto& path : {other, std::string("/nonexistent")}) {
        stand_in("postconf", "echo " + path);
        expect_failure("postqueue lists " + path + " and not " + spool() +
                       ", which needs --config-dir");
    }
    // By another name it is the same.
    std::filesystem::create_symlink(spool(), directory() / "link");
    stand_in("postconf", "echo " + (directory() / "link").string() + "/");
    expect(metrics(), {{"mailq.queue", "1"}});
    // Nothing says that it is another one.
    stand_in("postconf", "exit 1");
    expect(metrics(), {{"mailq.queue", "1"}});
    std::filesystem::remove(bin() + "/postconf");
    expect(metrics(), {{"mailq.queue", "1"}});
}

TEST_F(PostfixFaults, RefusesAnAnswerOfPostconfThatIsNoPath) {
    const std::vector<std::string> arguments = {"--config-dir", "/etc/postfix"};
    const auto refused = [](const std::string& text) {
        return "postconf printed '" + text + "' as queue_directory, which is no path";
    };
    stand_in("postconf", "exit 0");
    expect_error(arguments, refused(""));
    stand_in("postconf", "echo");
    expect_error(arguments, refused("\\n"));
    stand_in("postconf", "echo spool");
    expect_error(arguments, refused("spool\\n"));
    stand_in("postconf", "echo /a; echo /b");
    expect_error(arguments, refused("/a\\n/b\\n"));
    stand_in("postconf", "printf /a");
    expect_error(arguments, refused("/a"));
    stand_in("postconf", "echo 'postconf: fatal: open main.cf' >&2; exit 1");
    expect_error(arguments, "postconf ended with exit code 1: postconf: fatal: open main.cf");
}

TEST_F(PostfixFaults, NeverTakesAMissingSpoolForAnEmptyQueue) {
    expect_error({"--queue-directory", "/nonexistent"},
                 "cannot open /nonexistent: No such file or directory");
    expect_error({"--queue-directory", bin()},
                 bin() + " holds none of maildrop, incoming, active, deferred, hold");
    expect_error({"--queue-directory", bin() + "/postqueue"},
                 "cannot open " + bin() + "/postqueue/maildrop: Not a directory");
    stand_in("postconf", "echo /nonexistent");
    expect_error({"--config-dir", "/etc/postfix", "--with", "queues,age"},
                 "cannot open /nonexistent: No such file or directory");
}

TEST_F(PostfixFaults, GivesUpOnAPostqueueThatHangs) {
    const std::string reason = "postqueue: no answer within ";
    for (const auto* const script : {"exec /bin/sleep 100", "trap '' TERM; /bin/sleep 100"}) {
        stand_in("postqueue", script);
        set_mode(0);
        EXPECT_EQ(metrics({"--timeout", "3"}), Metrics());
        EXPECT_NE(errors_.find(closed() + "; " + reason), std::string::npos) << errors_;
        EXPECT_EQ(exit_code_, 1);
        set_mode(0755);
        EXPECT_EQ(metrics({"--timeout", "3", "--with", "age"}), (Metrics{{"mailq.queue", "1"}}));
        EXPECT_NE(errors_.find("postfix.age.oldest is left out: " + reason), std::string::npos)
            << errors_;
        EXPECT_EQ(exit_code_, 0);
    }
}

TEST_F(PostfixFaults, BlamesPostconfWhereThatHangs) {
    list(message("hold", 1795342090));
    stand_in("postconf", "exec /bin/sleep 100");
    set_mode(0);
    EXPECT_EQ(metrics({"--timeout", "1"}), Metrics());
    EXPECT_NE(errors_.find(closed() + "; postconf: no answer within "), std::string::npos)
        << errors_;
    set_mode(0755);
    EXPECT_EQ(metrics({"--timeout", "3", "--with", "age"}), (Metrics{{"mailq.queue", "1"}}));
    EXPECT_NE(errors_.find("age.oldest is left out: postconf: no answer within "),
              std::string::npos)
        << errors_;
}

TEST_F(PostfixFaults, EndsAtOnceWhenItIsTold) {
    stand_in("postqueue", "echo >" + (directory() / "asked").string() + "; exec /bin/sleep 100");
    std::filesystem::permissions(directory(), std::filesystem::perms(0777));
    const auto plugin = start_plugin({"--timeout", "50"});
    while (!std::filesystem::exists(directory() / "asked")) std::this_thread::sleep_for(10ms);
    kill(plugin.process, SIGTERM);
    const auto result = finish(plugin);
    expect(read(result), {}, {"stopped by SIGTERM (running postqueue)"});
    EXPECT_LT(result.duration, 40s);
}

TEST_F(PostfixFaults, NamesAMistake) {
    expect_error({"--queue-directory", ""}, "--queue-directory: '' is empty (see --help)");
    expect_error({"--config-dir", ""}, "--config-dir: '' is empty (see --help)");
    expect_error({"--with", "qeues"}, "--with: 'qeues' is not one of age, queues (see --help)");
}

}  // namespace
}  // namespace monitoring
