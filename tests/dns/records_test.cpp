#include "common/dns/records.hpp"

#include <gtest/gtest.h>

using namespace monitoring;

using Texts = std::vector<std::string>;

static const Records kFound = {{"a", "192.0.2.1"}, {"b", "198.51.100.7"}};

TEST(RecordTexts, AreInTheOrderOfTheKeysAndPrintable) {
    EXPECT_EQ(record_texts({{"b", "x"}, {"a", "y\n"}}), (Texts{"y\\n", "x"}));
    EXPECT_EQ(record_texts({}), Texts());
}

TEST(RecordsOutside, AreThoseInNoneOfTheNetworks) {
    const auto network = network_option("192.0.2.0/24");
    const auto address = network_option("198.51.100.7");
    EXPECT_EQ(records_outside(kFound, {network}), Texts{"198.51.100.7"});
    EXPECT_EQ(records_outside(kFound, {address}), Texts{"192.0.2.1"});
    EXPECT_EQ(records_outside(kFound, {network, address}), Texts());
    EXPECT_EQ(records_outside(kFound, {network_option("2001:db8::/32")}),
              (Texts{"192.0.2.1", "198.51.100.7"}));
    EXPECT_EQ(records_outside({{"a", "mx.example.com"}}, {network_option("0.0.0.0/0")}),
              Texts{"mx.example.com"});
}

TEST(MissingAddresses, AreThoseThatNoRecordIs) {
    const auto here = ip_address_option("192.0.2.1");
    const auto missing = ip_address_option("192.0.2.10");
    EXPECT_EQ(missing_addresses(kFound, {here}), Texts());
    EXPECT_EQ(missing_addresses(kFound, {missing, here}), Texts{"192.0.2.10"});
    EXPECT_EQ(missing_addresses({}, {here}), Texts{"192.0.2.1"});
    EXPECT_EQ(missing_addresses({{"a", "2001:db8::1"}}, {ip_address_option("2001:DB8:0::1")}),
              Texts());
}
