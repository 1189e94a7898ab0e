#include "common/postfix/mail_queue.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <thread>

#include "common/runtime/file.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

namespace fs = std::filesystem;

class MailQueue : public ToolTest {
protected:
    [[nodiscard]] std::string path() const { return directory() / "spool"; }
    [[nodiscard]] std::string path(const std::string& name) const { return path() + "/" + name; }
    void add_directory(const std::string& name) const { fs::create_directories(path(name)); }
    void add_message(const std::string& name) const {
        fs::create_directories(fs::path(path(name)).parent_path());
        write_text(path(name), "");
    }
    static void expect_error(const std::string& reason, const std::function<void()>& call) {
        try {
            call();
            ADD_FAILURE() << "no Error: " << reason;
        } catch (const Error& error) {
            EXPECT_EQ(std::string(error.what()), reason);
        }
    }
};

TEST_F(MailQueue, CountsTheFilesOfEachQueue) {
    add_message("maildrop/1A2B3C");
    add_message("incoming/F00");
    add_message("incoming/F01");
    add_directory("active");
    add_message("deferred/9/9746DAA012C");
    add_message("deferred/B/BD0E2AA2A44");
    add_message("deferred/B/BDA15AA2A45");
    add_message("hold/4jXPrb2sDpz1d3Vr");
    EXPECT_EQ(count_mail_queues(path()),
              (MailQueueCounts{
                  {"maildrop", 1}, {"incoming", 2}, {"active", 0}, {"deferred", 3}, {"hold", 1}}));
}

TEST_F(MailQueue, FollowsHashDirectoriesOfAnyDepth) {
    add_message("deferred/0000");
    add_message("deferred/6/4jXPrb2sDpz1d3Vr");
    add_message("deferred/z/B/9746DAA012C");
    add_message("deferred/z/B/0/9746DAA012D");
    add_message("deferred/\xff/9746DAA012E");
    std::string deep = "deferred/";
    for (int depth = 0; depth < kMaxHashDepth; ++depth) deep += "A/";
    add_message(deep + "9746DAA012F");
    EXPECT_EQ(count_queue_files(path("deferred")), 6U);
    add_message(deep + "A/97470AA0130");
    expect_error("cannot count " + path("deferred") +
                     ": its hash directories are nested deeper than 16 levels",
                 [this] { static_cast<void>(count_queue_files(path("deferred"))); });
}

TEST_F(MailQueue, CountsNothingButRegularFiles) {
    add_message("deferred/9/9746DAA012C");
    add_message("deferred/lib/libc.so");
    add_message("deferred/.d/hidden");
    fs::create_symlink("9/9746DAA012C", path("deferred/9746DAA012D"));
    fs::create_symlink("9", path("deferred/8"));
    ASSERT_EQ(mkfifo(path("deferred/9746DAA012E").c_str(), 0600), 0);
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    const auto name = path("deferred/showq");
    ASSERT_LT(name.size(), sizeof address.sun_path);
    std::memcpy(address.sun_path, name.c_str(), name.size());
    const UniqueFd server(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(bind(server.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(count_queue_files(path("deferred")), 1U);
}

TEST_F(MailQueue, LooksAtNoOtherDirectoryOfTheSpool) {
    for (const auto* const name :
         {"restart", "defer/9/9746DAA012C", "bounce/9/9746DAA012C", "trace/9746DAA012C",
          "corrupt/9746DAA012D", "saved/9746DAA012E", "flush/example_com", "pid/master.pid",
          "etc/hosts", "lib/x86_64-linux-gnu/libnss_dns.so.2", "usr/lib/zoneinfo"}) {
        add_message(name);
    }
    add_directory("deferred");
    add_message("hold/9746DAA012C");
    const auto counts = count_mail_queues(path());
    EXPECT_EQ(counts.size(), kMailQueues.size());
    EXPECT_EQ(counts.at("hold"), 1U);
    EXPECT_EQ(counts.at("deferred"), 0U);
    EXPECT_EQ(count_queue_files(path("corrupt")), 1U);
}

TEST_F(MailQueue, TakesAMissingQueueForEmptyOnlyIfAnotherExists) {
    EXPECT_FALSE(count_queue_files(path("deferred")));
    expect_error("cannot open " + path() + ": No such file or directory",
                 [this] { static_cast<void>(count_mail_queues(path())); });
    add_directory("corrupt");
    expect_error(path() + " holds none of maildrop, incoming, active, deferred, hold",
                 [this] { static_cast<void>(count_mail_queues(path())); });
    for (const auto queue : kMailQueues) {
        add_directory(std::string(queue));
        const auto counts = count_mail_queues(path());
        EXPECT_EQ(counts.size(), kMailQueues.size());
        for (const auto& [name, count] : counts) EXPECT_EQ(count, 0U) << name;
        fs::remove(path(std::string(queue)));
    }
}

TEST_F(MailQueue, IsAnErrorWhenAQueueIsNoDirectory) {
    add_message("maildrop/1A2B3C");
    const auto count = [this] { static_cast<void>(count_mail_queues(path())); };
    write_text(path("deferred"), "");
    expect_error("cannot open " + path("deferred") + ": Not a directory", count);
    fs::remove(path("deferred"));
    fs::create_symlink("deferred", path("deferred"));
    expect_error("cannot open " + path("deferred") + ": Too many levels of symbolic links", count);
    fs::remove(path("deferred"));
    fs::create_symlink("gone", path("deferred"));
    expect_error("cannot open " + path("deferred") + ": No such file or directory", count);
}

TEST_F(MailQueue, FollowsALinkToAQueueOnAnotherDisk) {
    add_message("disk/9/9746DAA012C");
    fs::create_symlink("disk", path("deferred"));
    EXPECT_EQ(count_mail_queues(path()).at("deferred"), 1U);
}

TEST_F(MailQueue, CountsMoreFilesThanOneReadOfTheDirectoryGives) {
    add_directory("hold");
    for (int i = 0; i < 12'000; ++i) add_message("hold/4jXPrb2sDpz1d3Vr" + std::to_string(i));
    EXPECT_EQ(count_queue_files(path("hold")), 12'000U);
}

TEST_F(MailQueue, MindsNoEntriesThatVanishMeanwhile) {
    for (const auto* const name : {"00", "1/1A", "5/5A", "z/zA"}) {
        add_message(std::string("deferred/") + name);
    }
    // As the queue manager does, but with so many at once that some are gone between their names'
    // being read and their being opened.
    constexpr std::string_view kHashes = "abcdefghijklmnopqrstuvwxyABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const std::jthread manager([this, kHashes](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            for (const char hash : kHashes) mkdir((path("deferred/") + hash).c_str(), 0700);
            for (const char hash : kHashes) rmdir((path("deferred/") + hash).c_str());
        }
    });
    for (int i = 0; i < 2000; ++i) EXPECT_EQ(count_queue_files(path("deferred")), 4U);
}

}  // namespace
}  // namespace monitoring
