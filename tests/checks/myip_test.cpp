#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

/// A listening socket on a free port of 127.0.0.1.
class Listener {
public:
    Listener() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        address_.sin_family = AF_INET;
        address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address_;
        auto* const address = reinterpret_cast<sockaddr*>(&address_);
        EXPECT_EQ(bind(socket_, address, size), 0);
        EXPECT_EQ(getsockname(socket_, address, &size), 0);
        EXPECT_EQ(listen(socket_, 8), 0);
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener() { close(socket_); }

    [[nodiscard]] std::string port() const { return std::to_string(ntohs(address_.sin_port)); }
    void stop() { close(std::exchange(socket_, -1)); }

private:
    int socket_;
    sockaddr_in address_{};
};

class MyIp : public ToolTest {
protected:
    void expect(std::vector<std::string> arguments, const std::string& line, int exit_code) const {
        arguments.insert(arguments.begin(), {"127.0.0.1", listener_.port()});
        expect_line("check-myip", arguments, line, exit_code);
    }
    [[nodiscard]] std::size_t count_memories() const {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(state_directory())) {
            if (!entry.path().has_extension()) ++count;
        }
        return count;
    }
    Listener listener_;
};

TEST_F(MyIp, PrintsTheBareAddress) { expect({}, "127.0.0.1", 0); }

TEST_F(MyIp, IsCriticalWhenNobodyListens) {
    const auto port = listener_.port();
    listener_.stop();
    const auto reason = "cannot connect to 127.0.0.1:" + port + ": Connection refused";
    expect({}, "CRITICAL: " + reason, 2);
    expect({"--status-as", "critical=warning"}, "WARNING: " + reason, 1);
    expect({"--status-as", "critical=ok"}, "OK: " + reason, 0);
}

TEST_F(MyIp, TakesAddressesInEveryFormThatTheyHave) {
    const auto port = listener_.port();
    expect_line("check-myip", {"[::1]", port, "--udp"}, "::1", 0);
    expect_line("check-myip", {"::ffff:127.0.0.1", port, "--expect", "127.0.0.1"}, "OK: 127.0.0.1",
                0);
}

TEST_F(MyIp, NeedsNobodyToListenForUdp) {
    listener_.stop();
    expect({"--udp"}, "127.0.0.1", 0);
}

TEST_F(MyIp, IsOkInOneOfTheExpectedNetworks) {
    expect({"--expect", "127.0.0.1"}, "OK: 127.0.0.1", 0);
    expect({"--expect", "10.0.0.0/8", "--expect", "127.0.0.0/8"}, "OK: 127.0.0.1", 0);
}

TEST_F(MyIp, IsCriticalOutsideTheExpectedNetworks) {
    expect({"--expect", "192.168.0.0/16"}, "CRITICAL: 127.0.0.1 is not in 192.168.0.0/16", 2);
    expect({"--expect", "10.0.0.0/8", "--expect", "::1"},
           "CRITICAL: 127.0.0.1 is not in 10.0.0.0/8, ::1", 2);
}

TEST_F(MyIp, SaysItsStatusWhenOkIsToBeShownAsAnother) {
    expect({"--status-as", "ok=warning"}, "WARNING: 127.0.0.1", 1);
}

TEST_F(MyIp, IsOkAsLongAsTheAddressIsTheSame) {
    expect({"--changed"}, "OK: 127.0.0.1", 0);
    expect({"--changed"}, "OK: 127.0.0.1", 0);
}

TEST_F(MyIp, TellsNagiosWhyItDoesNotRemember) {
    expect({"--changed"}, "OK: 127.0.0.1", 0);
    write_text(state_file(), "torn");
    expect({"--changed", "--format", "nagios"},
           "OK: 127.0.0.1 (ignoring " + state_file().string() + ": it is not a state file)", 0);
}

TEST_F(MyIp, KeepsApartWhatItRemembersOfTwoWaysToTheHost) {
    expect({"--changed"}, "OK: 127.0.0.1", 0);
    expect({"--changed", "--udp"}, "OK: 127.0.0.1", 0);
    EXPECT_EQ(count_memories(), 2);
    expect({"--changed", "--udp"}, "OK: 127.0.0.1", 0);
    EXPECT_EQ(count_memories(), 2);
}

TEST_F(MyIp, KeepsItsVerdictWhenTheStateCannotBeSaved) {
    set("MACKEREL_PLUGIN_WORKDIR", "/nonexistent");
    const auto note = " (state not saved: /nonexistent/" + state_directory().filename().string() +
                      ": No such file or directory)";
    expect({"--changed", "--expect", "127.0.0.1"}, "OK: 127.0.0.1" + note, 0);
    expect({"--changed", "--expect", "::1"}, "CRITICAL: 127.0.0.1 is not in ::1" + note, 2);
    // Without a limit of its own each run would be the first one, and OK.
    expect({"--changed"}, "UNKNOWN: 127.0.0.1" + note, 3);
}

TEST_F(MyIp, CannotReachAnIpv4AddressByIpv6) {
    const auto result = run("check-myip", {"-6", "127.0.0.1", listener_.port()});
    EXPECT_TRUE(result.output.starts_with("CRITICAL: cannot connect to 127.0.0.1:"))
        << result.output;
    EXPECT_EQ(result.exit_code, 2);
}

TEST_F(MyIp, NamesAMistake) {
    const auto expect_mistake = [this](const std::vector<std::string>& arguments,
                                       const std::string& text) {
        expect_line("check-myip", arguments, "UNKNOWN: " + text + " (see --help)", 3);
    };
    expect_mistake({}, "HOST is required");
    expect_mistake({"127.0.0.1"}, "PORT is required");
    for (const std::string port : {"0", "65536", "http", ""}) {
        expect_mistake({"127.0.0.1", port}, "PORT: '" + port + "' is not a port from 1 to 65535");
    }
    expect_mistake({"", "80"}, "HOST: '' is empty");
    for (const std::string host : {"a b", "127.0.0.1:80", "http://a/", "a/b"}) {
        expect_mistake({host, "80"},
                       "HOST: '" + host + "' is neither a host's name nor an address");
    }
    expect_mistake({"http://me:password@a/?token=x", "80"},
                   "HOST: 'http://\u2026@a/?\u2026' is neither a host's name nor an address");
    expect_mistake({"::1", "80", "-4", "-6"}, "-4 excludes -6");
    expect_mistake({"::1", "80", "81"}, "The following argument was not expected: 81");
    expect_mistake({"::1", "80", "--expect", "10.0.0.0/33"},
                   "--expect: '10.0.0.0/33' is neither an address nor a network such as "
                   "192.168.0.0/16");
}

}  // namespace
}  // namespace monitoring
