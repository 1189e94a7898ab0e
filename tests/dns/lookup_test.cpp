#include "common/dns/lookup.hpp"

#include <gtest/gtest.h>

using namespace monitoring;

using Texts = std::vector<std::string>;

static Reply reply(const std::string& server, Outcome outcome, const std::string& what) {
    Reply reply;
    reply.server = server;
    reply.answer.outcome = outcome;
    reply.answer.problem = {what, "from", ""};
    return reply;
}

static Lookup lookup_of(Outcome outcome, const std::vector<Reply>& replies) {
    Lookup lookup;
    lookup.outcome = outcome;
    lookup.replies = replies;
    return lookup;
}

TEST(Problems, BeginWithWhatLedToTheOutcome) {
    const auto lookup = lookup_of(
        Outcome::no_such_name,
        {reply("a", Outcome::failed, "SERVFAIL"), reply("b", Outcome::no_such_name, "NXDOMAIN")});
    EXPECT_EQ(problems(lookup), (Texts{"NXDOMAIN from b", "SERVFAIL from a"}));
}

TEST(Problems, AreSaidOnceAndNotOfWhoFoundSomething) {
    const auto refused = reply("b", Outcome::failed, "REFUSED");
    const auto found = reply("a", Outcome::found, "");
    EXPECT_EQ(problems(lookup_of(Outcome::found, {found, refused, refused})),
              Texts{"REFUSED from b"});
}

TEST(Problems, EndWithServersThatCannotBeAsked) {
    auto lookup = lookup_of(Outcome::found, {reply("a", Outcome::failed, "SERVFAIL")});
    lookup.mistakes = {"no address in 'nameserver x'"};
    EXPECT_EQ(problems(lookup), (Texts{"SERVFAIL from a", "no address in 'nameserver x'"}));
}
