#include "common/dns/message_reader.hpp"

#include <gtest/gtest.h>

#include "support/dns_message.hpp"

namespace monitoring {
namespace {

/// The name that begins so many bytes behind the start.
std::string name_at(const std::string& bytes, std::size_t position) {
    DnsMessageReader reader(bytes);
    static_cast<void>(reader.bytes(position));
    return reader.name();
}

std::string why_not(const std::string& bytes, std::size_t position = 0) {
    try {
        return "a name: " + name_at(bytes, position);
    } catch (const Garbled& garbled) {
        return garbled.what();
    }
}

TEST(WireName, IsInLowerCaseWithoutADotAtItsEnd) {
    EXPECT_EQ(name_at(wire_name("WWW.Example.com"), 0), "www.example.com");
    EXPECT_EQ(name_at(wire_name("."), 0), ".");
}

TEST(WireName, EscapesWhatIsNoPlainText) {
    EXPECT_EQ(name_at(std::string("\4a.b\\\3\0\xFF \0", 10), 0), "a\\.b\\\\.\\000\\255\\032");
}

TEST(WireName, GoesOnWhereAPointerPointsTo) {
    const auto bytes = wire_name("example.com") + "\3www" + std::string("\xC0\0", 2) + "rest";
    DnsMessageReader reader(bytes);
    EXPECT_EQ(reader.name(), "example.com");
    EXPECT_EQ(reader.name(), "www.example.com");
    EXPECT_EQ(reader.bytes(4), "rest");
    EXPECT_TRUE(reader.is_at_end());
}

TEST(WireName, DoesNotGoRoundInCircles) {
    const auto reason = "a name points to itself";
    EXPECT_EQ(why_not(std::string("\xC0\0", 2)), reason);
    EXPECT_EQ(why_not(std::string("\1a\xC0\0", 4)), reason);
    EXPECT_EQ(why_not(std::string("\xC0\2\xC0\0", 4)), reason);
    EXPECT_EQ(why_not(std::string("\xC0\2\xC0\0", 4), 2), reason);
}

TEST(WireName, DoesNotFollowMorePointersThanThereCanBeLabels) {
    std::string bytes(2, '\0');
    for (unsigned i = 0; i < 200; ++i) bytes += two_bytes(0xC000U + (i == 0 ? 0 : 2 * i));
    EXPECT_EQ(name_at(bytes, 2UL * 127), ".");
    EXPECT_EQ(why_not(bytes, 2UL * 128), "a name points to itself");
}

TEST(WireName, HasALimitedLength) {
    std::string bytes;
    for (int i = 0; i < 127; ++i) bytes += "\1a";
    EXPECT_EQ(name_at(bytes + '\0', 0).size(), 253U);
    EXPECT_EQ(why_not(bytes + "\1a" + '\0'), "a name is too long");
}

TEST(WireName, MustBeComplete) {
    EXPECT_EQ(why_not(""), "it is cut short");
    EXPECT_EQ(why_not("\3ab"), "it is cut short");
    EXPECT_EQ(why_not("\3abc"), "it is cut short");
    EXPECT_EQ(why_not("\xC0"), "it is cut short");
    EXPECT_EQ(why_not("\x41x"), "a name has a label of an unknown kind");
}

}  // namespace
}  // namespace monitoring
