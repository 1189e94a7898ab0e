#include "common/dns/record_data.hpp"

#include <gtest/gtest.h>

#include "support/dns_message.hpp"

namespace monitoring {
namespace {

RecordData read(RecordType type, const std::string& data) {
    DnsMessageReader reader(data);
    return read_record_data(reader, type, data.size());
}

std::string text(RecordType type, const std::string& data) { return read(type, data).text; }

TEST(RecordData, IsShownAsItsReaderKnowsIt) {
    EXPECT_EQ(text(RecordType::a, "\xC0\1\2\3"), "192.1.2.3");
    EXPECT_EQ(text(RecordType::aaaa, "\x20\1\x0D\xB8" + std::string(11, '\0') + "\1"),
              "2001:db8::1");
    EXPECT_EQ(text(RecordType::ns, wire_name("NS.example.com")), "ns.example.com");
    EXPECT_EQ(text(RecordType::ptr, wire_name("host.example.com")), "host.example.com");
    EXPECT_EQ(text(RecordType::mx, two_bytes(10) + wire_name("mail.example.com")),
              "10 mail.example.com");
    EXPECT_EQ(text(RecordType::mx, two_bytes(0) + wire_name(".")), "0 .");
    EXPECT_EQ(text(RecordType::srv, two_bytes(1) + two_bytes(2) + two_bytes(8080) + wire_name("a")),
              "a:8080");
    EXPECT_EQ(text(RecordType::txt, "\3one\4 two"), "\"one two\"");
    EXPECT_EQ(text(RecordType::txt, std::string(1, '\0')), "\"\"");
}

TEST(RecordData, CountsServicesByTargetAndPort) {
    const auto service = [](unsigned priority, unsigned weight, unsigned port) {
        return read(RecordType::srv,
                    two_bytes(priority) + two_bytes(weight) + two_bytes(port) + wire_name("a"));
    };
    EXPECT_EQ(service(1, 2, 80).key, service(3, 4, 80).key);
    EXPECT_NE(service(1, 2, 80).key, service(1, 2, 81).key);
    EXPECT_LT(service(1, 2, 80).key, service(1, 2, 8080).key);
}

TEST(RecordData, MaySayThatThereIsNoServer) {
    const auto is_none = [](RecordType type, const std::string& data) {
        return read(type, data).is_none;
    };
    EXPECT_TRUE(is_none(RecordType::mx, two_bytes(0) + wire_name(".")));
    EXPECT_FALSE(is_none(RecordType::mx, two_bytes(0) + wire_name("a")));
    EXPECT_TRUE(is_none(RecordType::srv, std::string(6, '\0') + wire_name(".")));
    EXPECT_FALSE(is_none(RecordType::srv, std::string(6, '\0') + wire_name("a")));
    EXPECT_FALSE(is_none(RecordType::ns, wire_name(".")));
}

TEST(RecordData, SortsByNumber) {
    EXPECT_LT(read(RecordType::a, "\1\2\3\x09").key, read(RecordType::a, "\1\2\3\x0A").key);
    EXPECT_LT(read(RecordType::mx, two_bytes(9) + wire_name("z")).key,
              read(RecordType::mx, two_bytes(10) + wire_name("a")).key);
}

TEST(RecordData, MustBeAsLongAsItSays) {
    EXPECT_THROW(static_cast<void>(text(RecordType::a, "\1\2\3")), Garbled);
    EXPECT_THROW(static_cast<void>(text(RecordType::a, "\1\2\3\4\5")), Garbled);
    EXPECT_THROW(static_cast<void>(text(RecordType::aaaa, "\1\2\3\4")), Garbled);
    EXPECT_THROW(static_cast<void>(text(RecordType::ns, wire_name("a") + "b")), Garbled);
    EXPECT_THROW(static_cast<void>(text(RecordType::ns, "\1a")), Garbled);
    EXPECT_THROW(static_cast<void>(text(RecordType::mx, "\1")), Garbled);
    EXPECT_THROW(static_cast<void>(text(RecordType::srv, two_bytes(1) + "\1")), Garbled);
    EXPECT_THROW(static_cast<void>(text(RecordType::txt, "\3on")), Garbled);
    const std::string two_strings = "\2ab\2cd";
    DnsMessageReader reader(two_strings);
    EXPECT_THROW(static_cast<void>(read_record_data(reader, RecordType::txt, 4)), Garbled);
}

}  // namespace
}  // namespace monitoring
