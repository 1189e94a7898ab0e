#include "common/dns/resolv_conf.hpp"

#include <gtest/gtest.h>

#include "common/text/error.hpp"

namespace monitoring {
namespace {

using Texts = std::vector<std::string>;

ResolvConf parse(std::string_view text, const ResolverEnvironment& environment = {}) {
    return parse_resolv_conf(text, environment);
}

Texts servers(std::string_view text) {
    Texts texts;
    for (const auto& server : parse(text).servers) texts.push_back(server.text());
    return texts;
}

TEST(ParseResolvConf, ReadsTheServers) {
    EXPECT_EQ(servers("# a comment\n"
                      "; another\n"
                      "\n"
                      "nameserver 192.0.2.1\n"
                      "nameserver\t 2001:db8::1 \n"
                      "nameserver fe80::1%eth0"),
              (Texts{"192.0.2.1", "2001:db8::1", "fe80::1%eth0"}));
}

TEST(ParseResolvConf, TakesTheFirstThreeServers) {
    EXPECT_EQ(servers("nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\n"
                      "nameserver 192.0.2.4\n"),
              (Texts{"192.0.2.1", "192.0.2.2", "192.0.2.3"}));
}

TEST(ParseResolvConf, SkipsWhatItCannotUnderstand) {
    const auto configuration = parse(
        "nameserver\n"
        "nameserver example.com\n"
        "nameserverx 192.0.2.7\n"
        " nameserver 192.0.2.8\n"
        "#nameserver 192.0.2.9\n"
        "nameserver 192.0.2.1#53\n"
        "nameserver 192.0.2.3\r\n"
        "nameserver 192.0.2.2 ; another\r\n");
    ASSERT_EQ(configuration.servers.size(), 1U);
    EXPECT_EQ(configuration.servers[0].text(), "192.0.2.2");
    EXPECT_FALSE(configuration.is_default_server);
    EXPECT_EQ(configuration.lines_without_server,
              (Texts{"nameserver", "nameserver example.com", "nameserver 192.0.2.1#53",
                     "nameserver 192.0.2.3\r"}));
}

/// As res_init() of glibc 2.36 has them.
TEST(ParseResolvConf, ReadsAddressesAsGlibcDoes) {
    const std::pair<const char*, const char*> good[] = {
        {"127.2", "127.0.0.2"},
        {"0177.0.0.2", "127.0.0.2"},
        {"0x7f.2", "127.0.0.2"},
        {"0x7f000002", "127.0.0.2"},
        {"2130706434", "127.0.0.2"},
        {"127.65545", "127.1.0.9"},
        {"0", "0.0.0.0"},
        {"127.0.0.9\t# a comment", "127.0.0.9"},
        {"127.0.0.9 \r", "127.0.0.9"},
        {"::ffff:1.2.3.4", "::ffff:1.2.3.4"},
        {"fe80::1%", "fe80::1"},
        {"2001:db8::1%eth0", "2001:db8::1"},
    };
    for (const auto& [text, address] : good) {
        EXPECT_EQ(servers("nameserver " + std::string(text) + "\n"), Texts{address}) << text;
    }
    for (const char* const wrong :
         {"127.0.0.9#53", "127.0.0.9;", "127.0.0.9\r", "127.0.0.9\v", "127.0.0.9.", "127.0.0.9:53",
          "[::1]", "::1#53", "::1\r", "08.1.1.1", "256.1.1.1", "1.2.3.256", "1.2.3.4.5", "1..4",
          "4294967296", "0x", "+1.2.3.4", "127.0.0.9%lo"}) {
        const auto line = "nameserver " + std::string(wrong);
        const auto configuration = parse(line + "\n");
        EXPECT_TRUE(configuration.is_default_server) << wrong;
        EXPECT_EQ(configuration.lines_without_server, Texts{line});
    }
}

TEST(ParseResolvConf, AsksThisHostWhenThereIsNoServer) {
    for (const char* const text : {"", "search example.com\n", "nameserver x\n"}) {
        EXPECT_EQ(servers(text), Texts{"127.0.0.1"});
        EXPECT_TRUE(parse(text).is_default_server);
    }
}

TEST(ParseResolvConf, HasTheDefaultsOfGlibc) {
    const auto configuration = parse("");
    EXPECT_EQ(configuration.ndots, 1U);
    EXPECT_EQ(configuration.attempts, 2U);
    EXPECT_EQ(configuration.timeout, Seconds(5));
    EXPECT_FALSE(configuration.rotate);
    EXPECT_FALSE(configuration.only_tcp);
    EXPECT_EQ(configuration.search, Texts{});
}

TEST(ParseResolvConf, ReadsOptions) {
    const auto configuration = parse(
        "options ndots:3 timeout:7 inet6 \tattempts:4\n"
        "options rotate use-vc\n");
    EXPECT_EQ(configuration.ndots, 3U);
    EXPECT_EQ(configuration.attempts, 4U);
    EXPECT_EQ(configuration.timeout, Seconds(7));
    EXPECT_TRUE(configuration.rotate);
    EXPECT_TRUE(configuration.only_tcp);
}

TEST(ParseResolvConf, KeepsOptionsWithinTheLimitsOfGlibc) {
    const auto large = parse("options ndots:16 timeout:99999999999 attempts:6\n");
    EXPECT_EQ(large.ndots, 15U);
    EXPECT_EQ(large.attempts, 5U);
    EXPECT_EQ(large.timeout, Seconds(30));
    const auto small = parse("options ndots:0 timeout:0 attempts:0\n");
    EXPECT_EQ(small.ndots, 0U);
    EXPECT_EQ(small.attempts, 1U);
    EXPECT_EQ(small.timeout, Seconds(1));
    // Whatever is no number counts 0, and less than the least is the least.
    const auto wrong = parse("options ndots:2x timeout:x attempts:-1 rotate# use-vc\r\n");
    EXPECT_EQ(wrong.ndots, 2U);
    EXPECT_EQ(wrong.attempts, 1U);
    EXPECT_EQ(wrong.timeout, Seconds(1));
    EXPECT_TRUE(wrong.rotate);
    EXPECT_TRUE(wrong.only_tcp);
}

TEST(ParseResolvConf, PutsTheEnvironmentOverTheFile) {
    const auto configuration =
        parse("search a.example\noptions timeout:7 attempts:3\n",
              {.host_name = "", .local_domain = "b.example c.example", .options = "timeout:1"});
    EXPECT_EQ(configuration.search, (Texts{"b.example", "c.example"}));
    EXPECT_EQ(configuration.timeout, Seconds(1));
    EXPECT_EQ(configuration.attempts, 3U);
}

TEST(ParseResolvConf, SearchesWhatStandsLast) {
    EXPECT_EQ(parse("domain a.example\nsearch b.example c.example\n").search,
              (Texts{"b.example", "c.example"}));
    EXPECT_EQ(parse("search b.example c.example\ndomain a.example more\n").search,
              Texts{"a.example"});
    EXPECT_EQ(parse("search a..b example.com\n").search, Texts{"example.com"});
}

TEST(ParseResolvConf, SearchesTheDomainOfTheHostByDefault) {
    EXPECT_EQ(parse("", {.host_name = "web1.example.com"}).search, Texts{"example.com"});
    EXPECT_EQ(parse("", {.host_name = "web1"}).search, Texts{});
    EXPECT_EQ(parse("search a.example\n", {.host_name = "web1.example.com"}).search,
              Texts{"a.example"});
}

TEST(ReadResolvConf, NeedsNoFileButMustBeAbleToReadOne) {
    EXPECT_EQ(read_resolv_conf("/nonexistent/resolv.conf").servers.size(), 1U);
    EXPECT_THROW(static_cast<void>(read_resolv_conf("/")), Error);
}

Texts names(std::string_view name, unsigned ndots, const Texts& search) {
    ResolvConf configuration;
    configuration.ndots = ndots;
    configuration.search = search;
    return search_names(name, configuration);
}

TEST(SearchNames, AsksForANameWithEnoughDotsFirst) {
    EXPECT_EQ(names("www", 1, {"a", "b."}), (Texts{"www.a", "www.b", "www"}));
    EXPECT_EQ(names("www.x", 1, {"a", "b"}), (Texts{"www.x", "www.x.a", "www.x.b"}));
    EXPECT_EQ(names("www.x", 2, {"a"}), (Texts{"www.x.a", "www.x"}));
    EXPECT_EQ(names("www", 0, {"a"}), (Texts{"www", "www.a"}));
    EXPECT_EQ(names("www", 1, {}), Texts{"www"});
}

TEST(SearchNames, AsksForANameThatEndsInADotAlone) {
    EXPECT_EQ(names("www.", 1, {"a"}), Texts{"www"});
    EXPECT_EQ(names(".", 1, {"a"}), Texts{"."});
}

TEST(SearchNames, LeavesOutWhatIsTooLong) {
    const std::string domain = std::string(63, 'a') + "." + std::string(63, 'a') + "." +
                               std::string(63, 'a') + "." + std::string(58, 'a');
    EXPECT_EQ(names("w", 1, {domain, "b"}), (Texts{"w." + domain, "w.b", "w"}));
    EXPECT_EQ(names("www", 1, {domain, "b"}), (Texts{"www.b", "www"}));
}

TEST(SearchNames, AsksForNoNameTwice) {
    EXPECT_EQ(names("www", 1, {"."}), Texts{"www"});
    EXPECT_EQ(names("www", 1, {".", "a"}), (Texts{"www", "www.a"}));
    EXPECT_EQ(names("www.x", 1, {"a", "a"}), (Texts{"www.x", "www.x.a"}));
}

}  // namespace
}  // namespace monitoring
