#include "common/dns/answer.hpp"

#include <gtest/gtest.h>

#include "support/dns_message.hpp"

namespace monitoring {
namespace {

const Question kQuestion{"www.example.com", RecordType::a};

std::vector<std::string> texts(const DnsAnswer& answer) {
    std::vector<std::string> texts;
    for (const auto& [key, text] : answer.records) texts.push_back(text);
    return texts;
}

DnsAnswer read(const WireMessage& message) { return read_answer(message.bytes(), kQuestion); }

void expect_problem(const DnsAnswer& answer, Outcome outcome, const std::string& problem) {
    EXPECT_EQ(answer.outcome, outcome);
    EXPECT_EQ(answer.problem.text("S"), problem);
    EXPECT_TRUE(answer.records.empty());
}

void expect_garbled(const std::string& bytes, const std::string& why) {
    expect_problem(read_answer(bytes, kQuestion), Outcome::failed,
                   "garbled answer from S (" + why + ")");
}

std::string soa() {
    return wire_record(wire_name("example.com"), 6,
                       wire_name("ns") + wire_name("root") + std::string(20, '\0'));
}

TEST(ReadAnswer, CountsDistinctAddressesInTheirOrder) {
    const auto answer =
        read({.answers = {wire_a(kAskedName, "192.0.2.10"), wire_a(kAskedName, "192.0.2.9"),
                          wire_a(kAskedName, "192.0.2.10")}});
    EXPECT_EQ(answer.outcome, Outcome::found);
    EXPECT_EQ(texts(answer), (std::vector<std::string>{"192.0.2.9", "192.0.2.10"}));
}

TEST(ReadAnswer, TakesNoNoticeOfTheCaseOfNames) {
    const auto answer = read({.answers = {wire_a(wire_name("WWW.example.COM"), "192.0.2.1")}});
    EXPECT_EQ(texts(answer), std::vector<std::string>{"192.0.2.1"});
    const Question shouted{"WWW.EXAMPLE.COM.", RecordType::a};
    const WireMessage message{.answers = {wire_a(kAskedName, "192.0.2.1")}};
    EXPECT_EQ(read_answer(message.bytes(), shouted).outcome, Outcome::found);
}

TEST(ReadAnswer, LeavesOutOtherClassesAndTypes) {
    const auto answer = read(
        {.answers = {wire_record(kAskedName, 1, "\1\2\3\4", 3),
                     wire_record(kAskedName, 46, "a signature"), wire_a(kAskedName, "192.0.2.1")}});
    EXPECT_EQ(texts(answer), std::vector<std::string>{"192.0.2.1"});
}

TEST(ReadAnswer, TellsNothingFoundApartFromFailures) {
    expect_problem(read({.flags = 0x8183, .authorities = {soa()}}), Outcome::no_such_name,
                   "NXDOMAIN from S");
    expect_problem(read({.authorities = {soa()}}), Outcome::no_data, "no data from S");
    expect_problem(read({}), Outcome::no_data, "no data from S");
    expect_problem(read({.flags = 0x8181}), Outcome::failed, "FORMERR from S");
    expect_problem(read({.flags = 0x8182}), Outcome::failed, "SERVFAIL from S");
    expect_problem(read({.flags = 0x8184}), Outcome::failed, "NOTIMP from S");
    expect_problem(read({.flags = 0x8185}), Outcome::failed, "REFUSED from S");
    expect_problem(read({.flags = 0x818B}), Outcome::failed, "response code 11 from S");
}

TEST(ReadAnswer, NoticesAnErrorOfEdnsInItsOwnRecord) {
    auto opt = wire_record(wire_name("."), 41, "", 1232);
    opt[5] = 1;
    const auto answer = read({.additionals = {opt}});
    expect_problem(answer, Outcome::failed, "BADVERS from S");
    EXPECT_TRUE(answer.has_error_code);
}

TEST(ReadAnswer, TakesAReferralForAFailure) {
    const auto ns = wire_record(wire_name("example.com"), 2, wire_name("ns.example.com"));
    expect_problem(read({.flags = 0x8000, .authorities = {ns}}), Outcome::failed,
                   "no answer but a referral from S");
    // Who recurses, or has the zone, may name the servers of the zone as well.
    for (const unsigned flags : {0x8080U, 0x8400U}) {
        expect_problem(read({.flags = flags, .authorities = {ns}}), Outcome::no_data,
                       "no data from S");
    }
    expect_problem(read({.flags = 0x8000, .authorities = {ns, soa()}}), Outcome::no_data,
                   "no data from S");
}

TEST(ReadAnswer, TakesAnEmptyAnswerOfOneWhoKnowsNothingForAFailure) {
    expect_problem(read({.flags = 0x8100}), Outcome::failed,
                   "lame answer from S (empty; it neither has the zone nor recurses)");
    for (const unsigned flags : {0x8180U, 0x8500U}) {
        expect_problem(read({.flags = flags}), Outcome::no_data, "no data from S");
    }
    expect_problem(read({.flags = 0x8100, .authorities = {soa()}}), Outcome::no_data,
                   "no data from S");
    expect_problem(read({.flags = 0x8103}), Outcome::no_such_name, "NXDOMAIN from S");
}

TEST(ReadAnswer, FindsNothingWhereARecordSaysThatThereIsNone) {
    const auto mail = [](std::string_view name) {
        return wire_record(kAskedName, 15, two_bytes(0) + wire_name(name));
    };
    const Question question{"www.example.com", RecordType::mx};
    // It is an answer also where it comes from somebody who does not recurse.
    const WireMessage none{.flags = 0x8100, .answers = {mail(".")}};
    expect_problem(read_answer(none.bytes(), question), Outcome::no_data, "no data from S");
    const WireMessage both{.answers = {mail("."), mail("mail.example.com")}};
    EXPECT_EQ(texts(read_answer(both.bytes(), question)),
              std::vector<std::string>{"0 mail.example.com"});
}

TEST(ReadAnswer, SaysThatItIsTruncatedWhateverItHolds) {
    const auto answer = read({.flags = 0x8380, .answers = {wire_a(kAskedName, "192.0.2.1")}});
    expect_problem(answer, Outcome::failed, "truncated answer from S");
    EXPECT_TRUE(answer.is_truncated);
}

TEST(ReadAnswer, FollowsCnamesInAnyOrder) {
    const auto answer = read({.answers = {wire_a(wire_name("c.example.com"), "192.0.2.1"),
                                          wire_cname("b.example.com", "C.example.com"),
                                          wire_cname("www.example.com", "b.example.com")}});
    EXPECT_EQ(texts(answer), std::vector<std::string>{"192.0.2.1"});
}

/// So many CNAMEs from the asked name to one with an address.
WireMessage chain(int links) {
    WireMessage message;
    const auto name = [&](int i) { return i == 0 ? "www.example.com" : "l" + std::to_string(i); };
    for (int i = 0; i < links; ++i) message.answers.push_back(wire_cname(name(i), name(i + 1)));
    message.answers.push_back(wire_a(wire_name(name(links)), "192.0.2.1"));
    return message;
}

TEST(ReadAnswer, FollowsSixteenCnamesAndNoMore) {
    EXPECT_EQ(texts(read(chain(16))), std::vector<std::string>{"192.0.2.1"});
    expect_problem(read(chain(17)), Outcome::failed, "more than 16 CNAMEs in the answer of S");
}

TEST(ReadAnswer, EndsInALoopOfCnames) {
    const auto problem = "CNAME loop in the answer of S";
    expect_problem(
        read({.answers = {wire_cname("www.example.com", "b"), wire_cname("b", "www.example.com")}}),
        Outcome::failed, problem);
    expect_problem(read({.answers = {wire_cname("www.example.com", "www.example.com")}}),
                   Outcome::failed, problem);
}

TEST(ReadAnswer, FindsNothingAtTheEndOfADanglingCname) {
    const std::vector<std::string> cname = {wire_cname("www.example.com", "b")};
    expect_problem(read({.flags = 0x8183, .answers = cname, .authorities = {soa()}}),
                   Outcome::no_such_name, "NXDOMAIN from S");
    expect_problem(read({.answers = cname}), Outcome::no_data, "no data from S");
}

TEST(ReadAnswer, TakesNoDamageForNothingFound) {
    const auto lying = [](unsigned count, WireMessage message) {
        auto bytes = message.bytes();
        bytes.replace(6, 2, two_bytes(count));
        return bytes;
    };
    const WireMessage one{.answers = {wire_a(kAskedName, "192.0.2.1")}};
    expect_garbled(lying(100, one), "it is cut short");
    expect_garbled(lying(0, one), "there is more than it says");
    expect_garbled("", "it is cut short");
    expect_garbled("\x12\x67\x81", "it is cut short");
    expect_garbled(WireMessage{.flags = 0x0180}.bytes(), "it is a question");
    expect_garbled(WireMessage{.answers = {wire_a(wire_name("other"), "192.0.2.1")}}.bytes(),
                   "it is about another name");
    expect_garbled(WireMessage{.answers = {wire_record(kAskedName, 1, "\1\2\3")}}.bytes(),
                   "an address has a wrong length");
    for (std::size_t size = 0; size < one.bytes().size(); ++size) {
        EXPECT_EQ(read_answer(one.bytes().substr(0, size), kQuestion).outcome, Outcome::failed);
    }
}

}  // namespace
}  // namespace monitoring
