// check-resolver and check-dns-rr when several of their findings are there at once.

#include <fmt/format.h>

#include "support/dns_test.hpp"

namespace monitoring {
namespace {

using Words = std::vector<std::string>;

/// Options, the status that follows from them alone, and the words that say so.
struct Source {
    Words options;
    int code = 0;
    std::string text;
};

const Words kNames = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};

Words all_options(const std::vector<const Source*>& sources) {
    Words all;
    for (const auto* const source : sources) {
        all.insert(all.end(), source->options.begin(), source->options.end());
    }
    return all;
}

class ResolverSeverity : public UsualDnsTest {
protected:
    ResolverSeverity() : UsualDnsTest("check-resolver") {}
};

TEST_F(ResolverSeverity, ShowsTheWorstOfAddressesServersAndTimeInFront) {
    const auto closed = closed_address();
    const std::vector<Source> addresses = {
        {{"--expect", "192.0.2.0/24"}, 0, ""},
        {{"--expect", "10.0.0.0/8"}, 2, "192.0.2.1 is not in 10.0.0.0/8"}};
    const std::vector<Source> servers = {
        {{"--all-servers"}, 0, ""},
        {{"--all-servers", "-s", closed}, 1, "connection refused by " + closed}};
    const std::vector<Source> times = {{{"-w", "1m", "-c", "1m"}, 0, "elapsed_time T sec"},
                                       {{"-w", "0", "-c", "1m"}, 1, "elapsed_time T sec > 0"},
                                       {{"-w", "1m", "-c", "0"}, 2, "elapsed_time T sec > 0"}};
    for (const auto& address : addresses) {
        for (const auto& server : servers) {
            for (const auto& time : times) {
                const std::vector<const Source*> sources = {&address, &server, &time};
                Words texts;
                for (const int code : {2, 1, 0}) {
                    for (const auto* const source : sources) {
                        if (source->code == code && !source->text.empty()) {
                            texts.push_back(source->text);
                        }
                    }
                }
                const int code = std::max({address.code, server.code, time.code});
                expect_usual("one", all_options(sources),
                             fmt::format("{}: {} (one.example.com. IN A 192.0.2.1; T sec from {})",
                                         kNames.at(static_cast<std::size_t>(code)),
                                         fmt::join(texts, "; "), usual()),
                             code);
            }
        }
    }
}

class DnsRrSeverity : public UsualDnsTest {
protected:
    DnsRrSeverity() : UsualDnsTest("check-dns-rr") {}
};

TEST_F(DnsRrSeverity, ShowsTheWorseOfTooFewAndTooManyAndWhatIsMissing) {
    const std::vector<Source> few = {{{"-w", "3", "-c", "3"}, 0, ""},
                                     {{"-w", "4", "-c", "3"}, 1, " < 4"},
                                     {{"-w", "3", "-c", "4"}, 2, " < 4"}};
    const std::vector<Source> many = {
        {{"-W", "3"}, 0, ""}, {{"-W", "2"}, 1, " > 2"}, {{"-C", "2"}, 2, " > 2"}};
    const std::vector<Source> missing = {{{"--contains", "192.0.2.9"}, 0, ""},
                                         {{"--contains", "192.0.2.7"}, 2, "192.0.2.7 missing | "}};
    for (const auto& less : few) {
        for (const auto& more : many) {
            for (const auto& lack : missing) {
                const auto& worse = more.code > less.code ? more : less;
                const int code = std::max(worse.code, lack.code);
                auto result = ask(usual(), "three", all_options({&less, &more, &lack}));
                // An alert may name what was looked up: that is for another test.
                const auto name = result.output.find(this->name("three") + ": ");
                if (name != std::string::npos) {
                    result.output.erase(name, this->name("three").size() + 2);
                }
                EXPECT_EQ(
                    result.output,
                    fmt::format("{}: {}3 dns-rr hosts found{} (192.0.2.2, 192.0.2.9, "
                                "192.0.2.10)\n",
                                kNames.at(static_cast<std::size_t>(code)), lack.text, worse.text));
                EXPECT_EQ(result.exit_code, code);
            }
        }
    }
}

TEST_F(DnsRrSeverity, IsThatOfTheLookupWhereThatFailsWhateverTheLimits) {
    for (std::size_t code = 0; code < kNames.size(); ++code) {
        expect_usual(
            "servfail",
            {"-w", "9", "-c", "9", "--contains", "192.0.2.7", "--lookup-failure", kNames[code]},
            kNames[code] + ": " + name("servfail") + " could not be looked up: SERVFAIL from " +
                usual(),
            static_cast<int>(code));
    }
}

}  // namespace
}  // namespace monitoring
