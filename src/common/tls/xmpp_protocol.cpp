#include <fmt/format.h>

#include <string>
#include <string_view>

#include "common/tls/protocols.hpp"

namespace monitoring {

static constexpr std::string_view kBlank = " \t\r\n";

/// The text as it stands in an attribute of XML.
static std::string escape_for_xml(std::string_view text) {
    std::string escaped;
    for (const char character : text) {
        switch (character) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '\'': escaped += "&apos;"; break;
            case '"': escaped += "&quot;"; break;
            default: escaped += character;
        }
    }
    return escaped;
}

namespace {

/// A tag of XML.
struct Tag {
    std::string text;  ///< what is between the brackets
    std::string name;  ///< without its prefix: "features" for <stream:features>
    bool is_start = false;
    bool is_end = false;  ///< of </this>, and of <this/> as well
};

}  // namespace

static Tag parse_tag(std::string text) {
    Tag tag{std::move(text), "", true, false};
    std::string_view rest = tag.text;
    if (rest.starts_with('/')) {
        tag.is_start = false;
        rest.remove_prefix(1);
    }
    tag.is_end = !tag.is_start || rest.ends_with('/');
    rest = rest.substr(0, rest.find_first_of(" \t\r\n/"));
    tag.name = rest.substr(rest.find(':') + 1);
    return tag;
}

/// The next tag; what stands in front of it is passed over.
static Tag next_tag(PlaintextSession& server) {
    static_cast<void>(server.until('<'));
    auto text = server.until('>');
    if (text.ends_with('>')) text.pop_back();
    return parse_tag(std::move(text));
}

/// Reads the stream header. Looks at the first byte before it waits for a tag: a server of another
/// protocol may never send one.
static void expect_stream(PlaintextSession& server) {
    static constexpr auto kProtocol = "XMPP";
    auto said = std::string(server.peek());
    while (!server.has_failed() && said.find_first_not_of(kBlank) == said.npos) {
        static_cast<void>(server.bytes(said.size()));
        said = server.peek();
    }
    if (server.has_failed()) return;
    const auto start = std::string_view(said).substr(said.find_first_not_of(kBlank));
    if (start[0] != '<') return fail_wrong_protocol(server, kProtocol, start);
    Tag tag = next_tag(server);
    // <?xml version='1.0'?>
    if (tag.text.starts_with('?')) tag = next_tag(server);
    if (tag.name != "stream" || !tag.is_start) {
        fail_wrong_protocol(server, kProtocol, fmt::format("<{}>", tag.text));
    }
}

/// Reads the stream features, which have to offer STARTTLS.
static void expect_offer(PlaintextSession& server) {
    bool is_offered = false;
    while (!server.has_failed()) {
        const Tag tag = next_tag(server);
        if (tag.name == "error") return server.refuse(next_tag(server).name);
        if (tag.name == "stream") return server.refuse(fmt::format("<{}>", tag.text));
        if (tag.name == "starttls") is_offered = true;
        if (tag.name == "features" && tag.is_end) break;
    }
    if (!is_offered) server.fail("it does not offer STARTTLS");
}

void start_tls_xmpp(PlaintextSession& server, std::string_view domain) {
    server.send(fmt::format("<?xml version='1.0'?><stream:stream to='{}' version='1.0' "
                            "xmlns='jabber:client' "
                            "xmlns:stream='http://etherx.jabber.org/streams'>",
                            escape_for_xml(domain)),
                "the start of the stream");
    expect_stream(server);
    expect_offer(server);
    server.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "STARTTLS");
    const Tag answer = next_tag(server);
    if (answer.name != "proceed") return server.refuse(fmt::format("<{}>", answer.text));
    if (!answer.is_end && next_tag(server).name != "proceed") {
        fail_wrong_protocol(server, "XMPP", fmt::format("<{}>", answer.text));
    }
}

}  // namespace monitoring
