// What mackerel-plugin-ntpq prints with --with quality, and of large offsets.

#include "support/ntpq_test.hpp"

namespace monitoring {
namespace {

class NtpqQuality : public NtpqTest {
protected:
    Metrics quality(const std::string& service) {
        return quiet_metrics({"--source", service, "--with", "quality"});
    }
    std::string graphs(const std::vector<std::string>& arguments) {
        set("MACKEREL_AGENT_PLUGIN_META", "1");
        const auto result = run("mackerel-plugin-ntpq", arguments);
        EXPECT_EQ(result.exit_code, 0);
        EXPECT_EQ(result.errors, "");
        return result.output;
    }
    const std::string tracking_ = ntp_fixture("chronyc-tracking-synced.txt");
};

TEST_F(NtpqQuality, PrintsAllThatChronydTells) {
    chronyd_says(ntp_fixture("chronyc-sources-synced.txt"), tracking_);
    EXPECT_EQ(quality("chronyd"), (Metrics{{"ntpq.synced.remote", "1"},
                                           {"ntpq.offset.seconds", "0.001142"},
                                           {"ntpq.stratum.stratum", "9"},
                                           {"ntpq.quality.jitter", "0.000248"},
                                           {"ntpq.quality.root-delay", "0.00889"},
                                           {"ntpq.quality.root-dispersion", "0.001937"},
                                           {"ntpq.sources.total", "3"},
                                           {"ntpq.sources.reachable", "2"}}));
    EXPECT_EQ(asked(), "chronyc -c -n sources\nchronyc -c -n tracking\n");
}

TEST_F(NtpqQuality, DoesNotTakeChronydsTrackingForTrueWhenNoSourceIsLeft) {
    chronyd_says(ntp_fixture("chronyc-sources-server-gone-30s.txt"), tracking_);
    EXPECT_EQ(quality("chronyd"), (Metrics{{"ntpq.synced.remote", "0"},
                                           {"ntpq.sources.total", "1"},
                                           {"ntpq.sources.reachable", "0"}}));
    chronyd_says("", tracking_);
    EXPECT_EQ(quality("chronyd"), (Metrics{{"ntpq.synced.remote", "0"},
                                           {"ntpq.sources.total", "0"},
                                           {"ntpq.sources.reachable", "0"}}));
}

TEST_F(NtpqQuality, PrintsTheRestWithoutTracking) {
    chronyd_says(ntp_fixture("chronyc-sources-offset-250ms.txt"), "501 Not authorised\n");
    EXPECT_EQ(metrics({"--with", "quality"}), (Metrics{{"ntpq.synced.remote", "1"},
                                                       {"ntpq.offset.seconds", "250.047982"},
                                                       {"ntpq.sources.total", "1"},
                                                       {"ntpq.sources.reachable", "1"}}));
    EXPECT_EQ(errors_,
              "mackerel-plugin-ntpq: cannot understand what chronyc prints: "
              "'501 Not authorised'\n");
}

TEST_F(NtpqQuality, PrintsAllThatNtpdTells) {
    ntpd_says(ntp_fixture("ntpq-pn-ntpsec-synced.txt"), ntp_fixture("ntpq-rv-ntpsec-synced.txt"));
    EXPECT_EQ(quality("ntpd"), (Metrics{{"ntpq.synced.remote", "1"},
                                        {"ntpq.offset.seconds", "0.0185"},
                                        {"ntpq.stratum.stratum", "9"},
                                        {"ntpq.quality.jitter", "0.0809"},
                                        {"ntpq.quality.root-delay", "0.054"},
                                        {"ntpq.quality.root-dispersion", "20.03"},
                                        {"ntpq.sources.total", "3"},
                                        {"ntpq.sources.reachable", "2"}}));
    EXPECT_EQ(asked(), "ntpq -pn\nntpq -c rv\n");
    ntpd_says(ntp_fixture("ntpq-pn-ntpsec-just-started.txt"));
    EXPECT_EQ(quality("ntpd"), (Metrics{{"ntpq.synced.remote", "0"},
                                        {"ntpq.sources.total", "3"},
                                        {"ntpq.sources.reachable", "0"}}));
}

TEST_F(NtpqQuality, PrintsNoneOfTheKernelOrOfNobody) {
    kernel_says(STA_PLL, 7000);
    EXPECT_EQ(quality("kernel"), synchronised("7"));
    EXPECT_EQ(metrics({"--source", "ntpd", "--with", "quality"}), kNotSynchronised);
}

TEST_F(NtpqQuality, DefinesGraphsOfWhatTheServiceCanTell) {
    const auto base = graphs({});
    const auto all = graphs({"--with", "quality"});
    EXPECT_EQ(all, read_text(FIXTURES_DIRECTORY "/ntpq-quality-graphs.txt"));
    EXPECT_EQ(graphs({"--with", "quality", "--source", "chronyd"}), all);
    EXPECT_EQ(graphs({"--with", "quality", "--source", "ntpd"}), all);
    EXPECT_EQ(graphs({"--with", "quality", "--source", "kernel"}), base);
    const auto timesyncd = graphs({"--with", "quality", "--source", "timesyncd"});
    EXPECT_NE(timesyncd.find("\"ntpq.stratum\":"), std::string::npos);
    EXPECT_NE(timesyncd.find("\"ntpq.quality\":"), std::string::npos);
    EXPECT_EQ(timesyncd.find("\"ntpq.sources\":"), std::string::npos);
    EXPECT_EQ(graphs({"--source", "ntpd"}), base);
}

TEST_F(NtpqQuality, AsksNtpdAgainForAnOffsetThatMayBeCut) {
    const auto expect = [this](const std::string& cut, const std::string& whole,
                               const std::string& printed) {
        ntpd_says(
            "remote refid st t when poll reach delay offset jitter\n"
            "*192.0.2.1 .GPS. 1 u 1 64 377 0.1 " +
                cut + " 0.3\n",
            "stratum=2, offset=" + whole + "\n");
        EXPECT_EQ(quiet_metrics({"--source", "ntpd"}), synchronised(printed)) << cut;
    };
    expect("+3500.0", "+3500.044", "3500.044");
    expect("-360049", "-3600499.5", "3600499.5");
    expect("-360049", "0.0", "360049");
    expect("-1000.0", "-1000.04", "1000.04");
    EXPECT_EQ(asked(),
              "ntpq -pn\nntpq -c rv\nntpq -pn\nntpq -c rv\n"
              "ntpq -pn\nntpq -c rv\nntpq -pn\nntpq -c rv\n");
    expect("-999.99", "-2000", "999.99");
    EXPECT_TRUE(asked().ends_with("rv\nntpq -pn\n")) << asked();
}

TEST_F(NtpqQuality, KeepsAnOffsetThatMayBeCutWhereNtpdSaysNoMore) {
    program("ntpq",
            "[ $1 = -pn ] || exit 0\n"
            "echo 'remote refid st t when poll reach delay offset jitter'\n"
            "echo '*192.0.2.1 .GPS. 1 u 1 64 377 0.1 +3500.0 0.3'\n");
    EXPECT_EQ(metrics({"--source", "ntpd"}), synchronised("3500"));
    EXPECT_EQ(errors_, "mackerel-plugin-ntpq: ntpq prints nothing, exit code 0\n");
}

}  // namespace
}  // namespace monitoring
