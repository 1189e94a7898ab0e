#include "common/postfix/instance.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "common/text/error.hpp"
#include "support/run_tool.hpp"

namespace monitoring {
namespace {

/// A user for whom modes of files count, which they do not for root.
class AsUser {
public:
    AsUser() { EXPECT_TRUE(getuid() != 0 || seteuid(65534) == 0); }
    AsUser(const AsUser&) = delete;
    AsUser& operator=(const AsUser&) = delete;
    ~AsUser() { EXPECT_TRUE(getuid() != 0 || seteuid(0) == 0); }
};

/// A queue with one message, beside postqueue, which lists two in hold, and postconf, which says
/// what the test wants.
class PostfixInstances : public ToolTest {
protected:
    PostfixInstances() : path_(getenv("PATH")) {
        setenv("PATH", directory().c_str(), 1);
        std::filesystem::permissions(directory(), std::filesystem::perms(0755));
        std::filesystem::create_directories(spool() + "/deferred");
        write_text(spool() + "/deferred/9746DAA012C", "");
        const std::string line = R"({"queue_name": "hold", "arrival_time": 70})";
        program("postqueue", fmt::format("echo \"postqueue $*\" >>{0}; echo '{1}'; echo '{1}'",
                                         asked_file(), line));
        program("postconf", "exit 1");
    }
    ~PostfixInstances() override { setenv("PATH", path_.c_str(), 1); }

    [[nodiscard]] std::string spool() const { return directory() / "spool"; }
    [[nodiscard]] std::string asked_file() const { return directory() / "asked"; }
    void program(const std::string& name, const std::string& script) const {
        write_text(directory() / name, "#!/bin/sh\n" + script + "\n");
        std::filesystem::permissions(directory() / name, std::filesystem::perms(0755));
    }
    void default_instance_is_in(const std::string& queue_directory) const {
        program("postconf",
                fmt::format("[ \"$*\" = '-h queue_directory' ] && echo '{}'", queue_directory));
    }
    template <typename Call>
    static void expect_error(Call call, const std::string& reason) {
        try {
            static_cast<void>(call());
            ADD_FAILURE() << "no Error: " << reason;
        } catch (const Error& error) {
            EXPECT_EQ(std::string(error.what()), reason);
        }
    }

    const Deadline deadline_{Seconds(20)};

private:
    std::string path_;
};

TEST_F(PostfixInstances, HaveTheirQueuesWhereTheyAreSaidToBe) {
    EXPECT_EQ(queue_directory_of({}, deadline_), "/var/spool/postfix");
    EXPECT_EQ(queue_directory_of({"/a", ""}, deadline_), "/a");
    EXPECT_EQ(queue_directory_of({"/a", "/etc/b"}, deadline_), "/a");
    program("postconf", "[ \"$*\" = '-c /etc/b -h queue_directory' ] && echo /b");
    EXPECT_EQ(queue_directory_of({"", "/etc/b"}, deadline_), "/b");
    program("postconf", "exit 1");
    expect_error(
        [this] {
            return queue_directory_of({"", "/etc/b"}, deadline_);
        },
        "postconf ended with exit code 1");
}

TEST_F(PostfixInstances, AreKnownToPostqueueByTheirConfiguration) {
    EXPECT_EQ(list_messages({}, deadline_).messages.at("hold"), 2U);
    EXPECT_EQ(list_messages({spool(), "/etc/b"}, deadline_).oldest, 70);
    EXPECT_EQ(read_text(asked_file()), "postqueue -j\npostqueue -c /etc/b -j\n");
}

TEST_F(PostfixInstances, AreNotMistakenForTheDefaultOne) {
    default_instance_is_in("/nonexistent");
    expect_error(
        [this] {
            return list_messages({spool(), ""}, deadline_);
        },
        "postqueue lists /nonexistent and not " + spool() + ", which needs --config-dir");
    EXPECT_FALSE(std::filesystem::exists(asked_file()));
    // Another path to the same place.
    std::filesystem::create_symlink(spool(), directory() / "link");
    default_instance_is_in(directory() / "link");
    EXPECT_EQ(list_messages({spool(), ""}, deadline_).messages.at("hold"), 2U);
    // Where postconf does not tell, it is believed to be that one.
    program("postconf", "exit 1");
    EXPECT_EQ(list_messages({spool(), ""}, deadline_).messages.at("hold"), 2U);
}

TEST_F(PostfixInstances, AreCountedWithoutPostqueueWhereTheyAreReadable) {
    const auto waiting = count_messages(spool(), {spool(), "/etc/b"}, deadline_);
    EXPECT_EQ(waiting.counts.at("deferred"), 1U);
    EXPECT_FALSE(waiting.listing);
    expect_error([this] { return count_messages("/nonexistent", {}, deadline_); },
                 "cannot open /nonexistent: No such file or directory");
    EXPECT_FALSE(std::filesystem::exists(asked_file()));
}

TEST_F(PostfixInstances, AreCountedByPostqueueWhereTheyAreNotReadable) {
    std::filesystem::permissions(spool() + "/deferred", std::filesystem::perms(0));
    default_instance_is_in("/nonexistent");
    const AsUser user;
    const auto waiting = count_messages(spool(), {spool(), "/etc/b"}, deadline_);
    EXPECT_EQ(waiting.counts.at("hold"), 2U);
    ASSERT_TRUE(waiting.listing);
    EXPECT_EQ(waiting.listing->oldest, 70);
    const auto count_by_directory = [this] {
        return count_messages(spool(), {spool(), ""}, deadline_);
    };
    expect_error(count_by_directory,
                 "cannot open " + spool() + "/deferred: Permission denied; postqueue lists " +
                     "/nonexistent and not " + spool() + ", which needs --config-dir");
}

}  // namespace
}  // namespace monitoring
