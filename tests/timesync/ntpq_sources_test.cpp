// Which lines of `ntpq -pn` are sources of the time.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "common/timesync/ntpq.hpp"

namespace monitoring {
namespace {

constexpr std::string_view kHead =
    "     remote           refid      st t when poll reach   delay   offset  jitter\n"
    "==============================================================================\n";

ClockReport table(std::string_view rows) {
    return parse_ntpq_peers(fmt::format("{}{}", kHead, rows));
}

double milliseconds(const std::optional<Seconds>& time) { return time->count() * 1000; }

TEST(NtpqSources, PrefersThePulsePerSecond) {
    const std::string seconds = "*SHM(0) .GPS. 0 l 1 64 377 0.0 120.5 4.0\n";
    const std::string pulse = "oPPS(0) .PPS. 0 l 1 64 377 0.0 +0.001 0.002\n";
    EXPECT_DOUBLE_EQ(milliseconds(table(pulse).offset), 0.001);
    EXPECT_DOUBLE_EQ(milliseconds(table(seconds + pulse).offset), 0.001);
    EXPECT_DOUBLE_EQ(milliseconds(table(pulse + seconds).offset), 0.001);
}

TEST(NtpqSources, DoesNotTakeAPoolForAPeer) {
    const auto report = table(
        " 0.debian.pool.n .POOL. 16 p - 64 0 0.000 +0.000 0.000\n"
        "*10.0.0.1 .GPS. 1 u 12m 17m 377 0.1 +0.2 0.3\n");
    EXPECT_EQ(report.sources, 1U);
    EXPECT_EQ(report.reachable, 1U);
}

TEST(NtpqSources, DoesNotTakeWhatIsCastToForAPeer) {
    const auto report = table(
        " 192.0.2.255     .BCST.          16 B    -   64    0    0.000    0.000   0.000\n"
        " 224.0.1.1       .MCST.          16 M    -   64    0    0.000    0.000   0.000\n"
        " 224.0.1.1       .MCST.          16 u    -   64    0    0.000    0.000   0.000\n"
        " 239.255.254.254 .ACST.          16 a    -   64    0    0.000    0.000   0.000\n"
        " 192.0.2.255     10.0.0.1         2 B    -   64    0    0.000    0.000   0.000\n"
        "*10.0.0.1        .GPS.            1 b   12   64  377    0.100    0.200   0.300\n");
    EXPECT_EQ(report.sources, 1U);
    EXPECT_EQ(report.reachable, 1U);
    EXPECT_TRUE(report.is_synchronised) << "a server that casts is one";
}

TEST(NtpqSources, DoesNotTakeTheHostsOwnClockForAPeer) {
    for (const char* own : {"*127.127.1.0 .LOCL. 10 l 32 64 377 0.0 0.0 0.0\n",
                            "*127.127.1.1 .NIST. 5 l 32 64 377 0.0 0.0 0.0\n",
                            "*LOCAL(0) .LOCL. 10 l 32 64 377 0.0000 0.0000 0.0000\n",
                            "*LOCAL(0) 10 l 32 64 377 0.0000 0.0000 0.0000\n",
                            "*own-clock .LOCL. 10 l 32 64 377 0.0 0.0 0.0\n"}) {
        const auto report = table(fmt::format("{} 10.0.0.1 .INIT. 16 u - 64 0 0 0 0\n", own));
        EXPECT_FALSE(report.is_synchronised) << own;
        EXPECT_FALSE(report.offset) << own;
        EXPECT_EQ(report.sources, 1U) << own;
        EXPECT_EQ(report.reachable, 0U) << own;
    }
}

TEST(NtpqSources, TakesAServerForAPeerThatHasItsOwnClockOnly) {
    for (const char* remote : {"*10.0.0.1 LOCAL(0) 11 u 32 64 377 0.1 0.2 0.3\n",
                               "*10.0.0.1 127.127.1.0 11 u 32 64 377 0.1 0.2 0.3\n",
                               "*10.0.0.1 .LOCL. 1 u 32 64 377 0.1 0.2 0.3\n",
                               "*127.127.20.0 .GPS. 0 l 32 64 377 0.1 0.2 0.3\n",
                               "*fd12:3456:789a:bcde::1\n      127.127.1.0 11 u 1 8 7 0.1 0.2 1\n",
                               "*fd12:3456:789a:bcde::1\n      LOCAL(0) 11 u 1 8 7 0.1 0.2 1\n"}) {
        const auto report = table(remote);
        EXPECT_TRUE(report.is_synchronised) << remote;
        EXPECT_DOUBLE_EQ(milliseconds(report.offset), 0.2) << remote;
        EXPECT_EQ(report.sources, 1U) << remote;
    }
}

}  // namespace
}  // namespace monitoring
