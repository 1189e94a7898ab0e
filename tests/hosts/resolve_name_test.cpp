#include "common/hosts/resolve_name.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "support/dns_message.hpp"
#include "support/dns_server.hpp"

namespace monitoring {
namespace {

using Texts = std::vector<std::string>;

constexpr unsigned kServfail = 0x8182;
constexpr unsigned kNxdomain = 0x8183;
constexpr unsigned kRefused = 0x8185;
constexpr auto kTypeOfIpv6 = "\x00\x1C";

std::string loopback_ipv6(const std::string& owner) {
    return wire_record(owner, 28, std::string(15, '\0') + '\1');
}

/// What the server answers for each family: "ok-servfail" has IPv4 addresses, and its IPv6 ones
/// cannot be asked for.
std::string answer_by_family(const DnsServer::Query& query) {
    const auto question = query.question();
    const bool is_ipv6 = std::string_view(question).substr(question.size() - 4, 2) ==
                         std::string_view(kTypeOfIpv6, 2);
    const auto label = query.first_label();
    const auto hyphen = label.find('-');
    const auto what = is_ipv6 ? label.substr(hyphen + 1) : label.substr(0, hyphen);
    WireMessage message{.number = query.number(), .question = question};
    static const std::map<std::string, unsigned> codes = {
        {"servfail", kServfail}, {"nx", kNxdomain}, {"refused", kRefused}};
    const auto code = codes.find(what);
    if (what == "never") return {};
    if (code != codes.end()) {
        message.flags = code->second;
    } else if (what != "empty" && is_ipv6) {
        message.answers = {loopback_ipv6(kAskedName)};
    } else if (what != "empty") {
        message.answers = {wire_a(kAskedName, "127.0.0.9"), wire_a(kAskedName, "127.0.0.1")};
    }
    return message.bytes();
}

class ResolveName : public testing::Test {
protected:
    ResolveName() {
        // Another process may run another of these tests.
        if (mkdtemp(directory_.data()) == nullptr) ADD_FAILURE() << "mkdtemp";
        sources_ = {directory_ + "/hosts", directory_ + "/resolv.conf", port()};
        set_hosts("");
        set_resolv_conf("");
    }
    ~ResolveName() override { std::filesystem::remove_all(directory_); }

    void set_hosts(const std::string& text) const { std::ofstream(sources_.hosts) << text; }
    void remove_hosts() const { std::filesystem::remove(sources_.hosts); }
    void set_resolv_conf(const std::string& more) const {
        std::ofstream(sources_.resolv_conf) << "nameserver 127.0.0.1\n" << more;
    }

    /// The addresses, or the failure alone.
    [[nodiscard]] Texts resolve(const std::string& host, int family = AF_UNSPEC,
                                Seconds timeout = Seconds(20)) const {
        const Deadline deadline(timeout);
        const auto lookup =
            resolve_name({.host = host, .port = 9, .family = family}, sources_, deadline);
        if (!lookup.failure.empty()) return {lookup.failure};
        Texts texts;
        for (const auto& address : lookup.addresses) {
            texts.push_back(ip_address_in(address.get())->text());
        }
        return texts;
    }

private:
    [[nodiscard]] std::uint16_t port() const {
        const auto address = server_.address();
        return static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1)));
    }

    DnsServer server_{answer_by_family};
    std::string directory_ = testing::TempDir() + "resolve_name.XXXXXX";
    NameSources sources_;
};

const Texts kIpv4 = {"127.0.0.9", "127.0.0.1"};
const Texts kUnknown = {"Name or service not known"};
const Texts kTemporary = {"Temporary failure in name resolution"};
const Texts kNoAddress = {"No address associated with hostname"};

TEST_F(ResolveName, TakesOneFamilyWhateverBefallsTheOther) {
    for (const auto* other : {"servfail", "refused", "nx", "empty"}) {
        EXPECT_EQ(resolve(std::string("ok-") + other + ".test."), kIpv4) << other;
        EXPECT_EQ(resolve(other + std::string("-ok.test.")), Texts{"::1"}) << other;
    }
}

TEST_F(ResolveName, LeavesTimeToConnectWhereOneFamilyIsNeverAnswered) {
    set_resolv_conf("options timeout:1 attempts:1\n");
    EXPECT_EQ(resolve("ok-never.test."), kIpv4);
}

TEST_F(ResolveName, GivesTheAddressesInTheOrderOfTheServer) {
    EXPECT_EQ(resolve("ok-empty.test.", AF_INET), kIpv4);
    EXPECT_EQ(resolve("ok-ok.test.", AF_INET6), Texts{"::1"});
    EXPECT_EQ(resolve("ok-ok.test.").size(), 3U);
}

TEST_F(ResolveName, SaysWhyThereIsNoAddress) {
    EXPECT_EQ(resolve("nx-nx.test."), kUnknown);
    EXPECT_EQ(resolve("nx-empty.test."), kUnknown);
    EXPECT_EQ(resolve("nx-servfail.test."), kUnknown);
    EXPECT_EQ(resolve("empty-empty.test."), kNoAddress);
    EXPECT_EQ(resolve("servfail-empty.test."), kNoAddress);
    EXPECT_EQ(resolve("ok-empty.test.", AF_INET6), kNoAddress);
    EXPECT_EQ(resolve("servfail-refused.test."), kTemporary);
}

TEST_F(ResolveName, GivesUpAtItsDeadline) {
    EXPECT_EQ(resolve("never-never.test.", AF_UNSPEC, Seconds(0.2)),
              Texts{"no answer within 0.2 s (resolving never-never.test.)"});
}

TEST_F(ResolveName, GivesUpWhenTheServersHaveHadTheirTries) {
    set_resolv_conf("options timeout:1 attempts:1\n");
    EXPECT_EQ(resolve("never-never.test."), kTemporary);
}

TEST_F(ResolveName, TriesOnceWhereNoTryIsAllowed) {
    set_resolv_conf("options timeout:0 attempts:0\n");
    EXPECT_EQ(resolve("ok-empty.test."), kIpv4);
}

TEST_F(ResolveName, SearchesAsResolvConfSays) {
    set_resolv_conf("search nx-nx.test e2e.test\n");
    EXPECT_EQ(resolve("ok-empty"), kIpv4);
    EXPECT_EQ(resolve("nx-nx"), kUnknown);
    EXPECT_EQ(resolve("servfail-servfail"), kTemporary);
}

TEST_F(ResolveName, LooksIntoTheHostsFileFirst) {
    set_hosts("127.0.0.2 Ok-Ok.test");
    EXPECT_EQ(resolve("ok-ok.test"), Texts{"127.0.0.2"});
    EXPECT_EQ(resolve("ok-ok.test", AF_INET), Texts{"127.0.0.2"});
    // What it lacks of one family the name servers may have.
    EXPECT_EQ(resolve("ok-ok.test", AF_INET6), Texts{"::1"});
}

TEST_F(ResolveName, NeedsNoHostsFile) {
    remove_hosts();
    EXPECT_EQ(resolve("ok-empty.test"), kIpv4);
}

TEST_F(ResolveName, TakesNumbersInOldForms) {
    EXPECT_EQ(resolve("127.1"), Texts{"127.0.0.1"});
    EXPECT_EQ(resolve("0x7f.1"), Texts{"127.0.0.1"});
    EXPECT_EQ(resolve("2130706433"), Texts{"127.0.0.1"});
    EXPECT_EQ(resolve("127.1", AF_INET6), Texts{"Address family for hostname not supported"});
}

TEST_F(ResolveName, AsksForNothingThatIsNoName) {
    for (const auto& name : {std::string(), std::string("."), std::string("a..test"),
                             std::string("a b.test"), std::string("-a.test"), std::string("a/b"),
                             std::string(64, 'a') + ".test", std::string("\xE6\x97\xA5.test")}) {
        EXPECT_EQ(resolve(name), kUnknown) << name;
    }
    EXPECT_EQ(resolve("ok-empty._tcp.test_."), kIpv4);
}

}  // namespace
}  // namespace monitoring
