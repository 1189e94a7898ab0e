#include <gtest/gtest.h>

#include "tls/dialogue_script.hpp"

namespace monitoring {
namespace {

using namespace std::string_literals;

const auto kXmppStart =
    "<?xml version='1.0'?><stream:stream to='a&amp;b.example' version='1.0' xmlns='jabber:client'"
    " xmlns:stream='http://etherx.jabber.org/streams'>"s;
const auto kXmppRequest = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"s;
const auto kStream = "<?xml version='1.0'?><stream:stream from='a' id='1'>"s;
const auto kOffer =
    "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
    "<mechanisms><mechanism>PLAIN</mechanism></mechanisms></stream:features>"s;

std::string xmpp(const std::string& answer) {
    return run(StartTls::xmpp, {"", kXmppStart, kStream + kOffer, kXmppRequest, answer});
}
std::string xmpp_offer(const std::string& offer) {
    return run(StartTls::xmpp, {"", kXmppStart, offer});
}

TEST(Xmpp, AsksInTheStream) {
    EXPECT_EQ(xmpp("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"), "");
    EXPECT_EQ(xmpp("<proceed xmlns=\"urn:ietf:params:xml:ns:xmpp-tls\"></proceed>"), "");
    EXPECT_EQ(run(StartTls::xmpp, {"", kXmppStart,
                                   "\n<s:stream xmlns:s='x'><s:features>"
                                   "<starttls/></s:features>\n",
                                   kXmppRequest, "\n<proceed/>"}),
              "");
    EXPECT_EQ(xmpp("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>"),
              "it refuses STARTTLS: '<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>'");
    EXPECT_EQ(xmpp("<proceed/><message/>"), kMore + "STARTTLS before TLS");
    EXPECT_EQ(xmpp("<proceed><message>").find("it does not speak XMPP"), 0U);
}

TEST(Xmpp, IsNotOffered) {
    const auto failure = "it does not offer STARTTLS"s;
    EXPECT_EQ(xmpp_offer(kStream + "<stream:features/>"), failure);
    EXPECT_EQ(xmpp_offer(kStream + "<stream:features><bind/></stream:features>"), failure);
    EXPECT_EQ(xmpp_offer(kStream + "<stream:error><host-unknown xmlns='u'/></stream:error>"),
              "it refuses the start of the stream: 'host-unknown'");
    EXPECT_EQ(xmpp_offer(kStream + "</stream:stream>"),
              "it refuses the start of the stream: '</stream:stream>'");
}

TEST(Xmpp, IsSomethingElse) {
    EXPECT_EQ(xmpp_offer(kBanner), "it does not speak XMPP" + kNo);
    EXPECT_EQ(xmpp_offer("<html><body>"), "it does not speak XMPP: '<html>'");
    EXPECT_EQ(xmpp_offer("</stream:stream>"), "it does not speak XMPP: '</stream:stream>'");
}

}  // namespace
}  // namespace monitoring
