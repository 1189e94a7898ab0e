// The parsers of processes and of the network's counters.

#include <gtest/gtest.h>

#include <string>

#include "common/procfs/procfs.hpp"
#include "common/text/error.hpp"

using namespace monitoring;

template <typename Parse>
static bool is_refused(Parse parse, std::string_view content) {
    try {
        static_cast<void>(parse(content));
    } catch (const Error&) {
        return true;
    }
    return false;
}

TEST(ParseProcessState, IsTheLetterBehindTheName) {
    EXPECT_EQ(parse_process_state("1 (init) S 0 1 1\n"), 'S');
    EXPECT_EQ(parse_process_state("42 (sh) R 1 42\n"), 'R');
}

TEST(ParseProcessState, IsNotMisledByAnyName) {
    EXPECT_EQ(parse_process_state("7 (a) R) S 1\n"), 'S');
    EXPECT_EQ(parse_process_state("7 (() D 1\n"), 'D');
    EXPECT_EQ(parse_process_state("7 (a b\nc\t) Z 1\n"), 'Z');
    EXPECT_EQ(parse_process_state("7 ()))) R 1\n"), 'R');
    EXPECT_EQ(parse_process_state("7 () I 1\n"), 'I');
}

TEST(ParseProcessState, IsNoneForWhatIsTorn) {
    for (const auto* content : {"", "7", "7 (init", "7 (init)", "7 (init) ", "no parenthesis"}) {
        EXPECT_EQ(parse_process_state(content), '\0') << content;
    }
}

TEST(ParseNetstat, ReadsTheColumnsByTheirNames) {
    const auto counters = parse_netstat(
        "TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPHPHits\n"
        "TcpExt: 1 22 333 4\n"
        "IpExt: InNoRoutes InTruncatedPkts\nIpExt: 5 6\n");
    EXPECT_EQ(counters.overflows, 22U);
    EXPECT_EQ(counters.drops, 333U);
}

TEST(ParseNetstat, DoesNotDependOnTheOrder) {
    const auto counters = parse_netstat(
        "IpExt: ListenDrops ListenOverflows\nIpExt: 8 9\n"
        "TcpExt: ListenDrops Other ListenOverflows\nTcpExt: 18446744073709551615 7 0\n");
    EXPECT_EQ(counters.overflows, 0U);
    EXPECT_EQ(counters.drops, UINT64_MAX);
}

TEST(ParseNetstat, ThrowsForAnythingElse) {
    for (const auto* content :
         {"", "\n", "IpExt: ListenDrops ListenOverflows\nIpExt: 8 9\n",
          "TcpExt: ListenOverflows ListenDrops\n", "TcpExt: ListenOverflows ListenDrops\nTcpExt:",
          "TcpExt: ListenOverflows ListenDrops\nTcpExt: 1 2",
          "TcpExt: ListenOverflows ListenDrops\nTcpExt: 1\n",
          "TcpExt: ListenOverflows ListenDrops\nTcpExt: 1 2 3\n",
          "TcpExt: ListenOverflows ListenDrops\nTcpExt: 1 x\n",
          "TcpExt: ListenOverflows ListenDrops\nTcpExt: -1 2\n",
          "TcpExt: ListenOverflows ListenDrops\nTcpExt: 1 18446744073709551616\n",
          "TcpExt: ListenOverflows\nTcpExt: 1\n", "TcpExt: ListenDrops\nTcpExt: 1\n"}) {
        EXPECT_TRUE(is_refused(parse_netstat, content)) << content;
    }
}

static const std::string kHeader =
    "entries  searched found new invalid ignore delete delete_list insert insert_failed drop "
    "early_drop icmp_error  expect_new expect_create expect_delete search_restart\n";

TEST(ParseConntrackDrops, AddsUpThreeColumnsOfAllProcessors) {
    EXPECT_EQ(parse_conntrack_drops(
                  kHeader +
                  "0000002a  00000000 00000000 00000000 00000001 00000002 00000000 00000000 "
                  "00000000 00000001 00000010 00000100 00000000  00000000 00000000 00000000 0f\n"
                  "0000002a  00000000 00000000 00000000 00000001 00000002 00000000 00000000 "
                  "00000000 00001000 000A0000 00b00000 00000000  00000000 00000000 00000000 0f\n"),
              0xba1111U);
}

TEST(ParseConntrackDrops, FindsTheColumnsByTheirNames) {
    EXPECT_EQ(parse_conntrack_drops("early_drop new drop insert_failed\n1 77 20 300\n"), 0x321U);
    EXPECT_EQ(parse_conntrack_drops("drop early_drop insert_failed found\n1 2 3 ffff\n"), 6U);
}

TEST(ParseConntrackDrops, ReadsHexadecimalNumbers) {
    EXPECT_EQ(parse_conntrack_drops("drop early_drop insert_failed\nff 0 0\n"), 255U);
    EXPECT_EQ(parse_conntrack_drops("drop early_drop insert_failed\n10 0 0\n"), 16U);
}

TEST(ParseConntrackDrops, ThrowsWhenAColumnIsMissing) {
    for (const auto* content : {"early_drop insert_failed\n1 2\n", "drop insert_failed\n1 2\n",
                                "drop early_drop\n1 2\n", "a b c\n1 2 3\n"}) {
        EXPECT_TRUE(is_refused(parse_conntrack_drops, content)) << content;
    }
}

TEST(ParseConntrackDrops, ThrowsForAnythingElse) {
    const std::string header = "drop early_drop insert_failed\n";
    for (const std::string content :
         {"", "drop early_drop insert_failed", "1", "1 2\n", "1 2 3", "1 2 3 4\n", "1 2 x\n",
          "1 2 -3\n", "1 2 0x3\n", "1 2 11112222333344445\n", "1 2 3\n1 2\n", "1 2 3\n4 5"}) {
        EXPECT_TRUE(is_refused(parse_conntrack_drops, header + content)) << content;
    }
    EXPECT_TRUE(is_refused(parse_conntrack_drops, ""));
}

TEST(ParseConntrackDrops, ThrowsWhenThereIsNoProcessor) {
    EXPECT_TRUE(is_refused(parse_conntrack_drops, "drop early_drop insert_failed\n\n"));
}

TEST(ParseConntrackDrops, ThrowsWhenTheLastLineIsCutShort) {
    EXPECT_TRUE(is_refused(parse_conntrack_drops, "drop early_drop insert_failed\n1 2 3\n1 2 3"));
}
