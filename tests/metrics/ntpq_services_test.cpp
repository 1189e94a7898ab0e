// Whom mackerel-plugin-ntpq asks, and whose word it takes.

#include "support/ntpq_test.hpp"

namespace monitoring {
namespace {

class NtpqServices : public NtpqTest {
protected:
    const std::string row_ = "*192.0.2.1 .GPS. 1 u 1 64 377 0.1 -2.5 0.3\n";
    const std::string peers_ =
        "     remote           refid      st t when poll reach   delay   offset  jitter\n"
        "==============================================================================\n" +
        row_;
};

TEST_F(NtpqServices, AsksChronydFirstAndThenNobodyElse) {
    chronyd_measures("0.250000000");
    ntpd_says(peers_);
    EXPECT_EQ(quiet_metrics(), synchronised("250"));
    EXPECT_EQ(asked(), "chronyc -c -n sources\n");
}

TEST_F(NtpqServices, TakesTheWordOfAChronydThatIsNotSynchronised) {
    chronyd_says(ntp_fixture("chronyc-sources-just-started.txt"));
    ntpd_says(peers_);
    kernel_says(STA_PLL, 5);
    EXPECT_EQ(quiet_metrics(), kNotSynchronised);
    EXPECT_EQ(asked(), "chronyc -c -n sources\n");
}

TEST_F(NtpqServices, AsksNtpdWhereChronydDoesNotAnswer) {
    program("chronyc", not_running_);
    ntpd_says(peers_);
    EXPECT_EQ(quiet_metrics(), synchronised("2.5"));
    EXPECT_EQ(asked(), "chronyc -c -n sources\nntpq -pn\n");
}

TEST_F(NtpqServices, TellsNothingOfTheClockWhereNoProgramCanBeRun) {
    ntpd_says(peers_);
    for (const auto* const source : {"auto", "ntpd", "timesyncd"}) {
        const auto result =
            shell(std::string("ulimit -n 7; exec $BIN/mackerel-plugin-ntpq --source ") + source);
        EXPECT_EQ(result.output, "") << source;
        EXPECT_EQ(result.errors, "mackerel-plugin-ntpq: cannot make a pipe: Too many open files\n");
        EXPECT_EQ(result.exit_code, 1);
    }
}

TEST_F(NtpqServices, ReadsBothNtpds) {
    for (const auto& [name, offset] :
         {std::pair("ntpsec-synced", "0.0185"), std::pair("classic-synced", "0.012")}) {
        ntpd_says(ntp_fixture(std::string("ntpq-pn-") + name + ".txt"));
        EXPECT_EQ(quiet_metrics(), synchronised(offset));
    }
    ntpd_says(ntp_fixture("ntpq-pn-ntpsec-just-started.txt"));
    EXPECT_EQ(quiet_metrics(), kNotSynchronised);
    ntpd_says(ntp_fixture("ntpq-pn-classic-no-peers.txt"));
    EXPECT_EQ(quiet_metrics(), kNotSynchronised);
}

TEST_F(NtpqServices, AsksTimesyncdWhereNtpqFailsWithExitCodeZero) {
    program("ntpq", "echo '***Socket error; probably ntpd is not running' >&2\n");
    timesyncd_says(ntp_fixture("timedatectl-just-started.txt"));
    kernel_says(STA_PLL, 5);
    EXPECT_EQ(quiet_metrics(), kNotSynchronised);
    EXPECT_EQ(asked(), "ntpq -pn\ntimedatectl show-timesync --all\n");
}

TEST_F(NtpqServices, DoesNotTakeATornTableOfNtpqForAnAnswer) {
    for (const std::string reason : {"***Request timed out", "ntpq: read: Connection refused"}) {
        program("ntpq", "head -n 2 <<'END'\n" + peers_ + "END\necho '" + reason + "' >&2\n");
        set("PATH", (directory() / "programs").string() + ":/usr/bin:/bin");
        EXPECT_EQ(metrics({"--source", "ntpd", "--with", "quality"}), kNotSynchronised);
        expect_error("no time service answers (ntpq: " + reason + ")");
    }
}

// Nothing is fit to be believed but a server, and there is none: all of them are gone.
TEST_F(NtpqServices, DoesNotTakeNtpdsOwnClockForASource) {
    const std::string table = peers_.substr(0, peers_.size() - row_.size());
    for (const std::string remote : {"127.127.1.0", "LOCAL(0)"}) {
        ntpd_says(table +
                      " 192.0.2.7       .INIT.          16 u    - 1024    0    0.000    0.000"
                      "   0.000\n*" +
                      remote +
                      "     .LOCL.          10 l   32   64  377    0.000    0.000   0.000\n",
                  "stratum=11, rootdelay=0.000, rootdisp=11.1, offset=0.000\n");
        EXPECT_EQ(quiet_metrics({"--source", "ntpd", "--with", "quality"}),
                  (Metrics{{"ntpq.synced.remote", "0"},
                           {"ntpq.sources.total", "1"},
                           {"ntpq.sources.reachable", "0"}}));
        EXPECT_EQ(quiet_metrics(), kNotSynchronised);
    }
}

TEST_F(NtpqServices, SaysThatNobodyKnowsAnything) {
    EXPECT_EQ(metrics(), kNotSynchronised);
    expect_error(
        "no time service answers (cannot run chronyc: No such file or directory; "
        "cannot run ntpq: No such file or directory; "
        "cannot run timedatectl: No such file or directory; "
        "cannot ask the kernel for its clock: Operation not permitted)\n");
}

TEST_F(NtpqServices, AsksOnlyTheOneThatTheUserNames) {
    chronyd_measures("0.250000000");
    ntpd_says(peers_);
    timesyncd_says(ntp_fixture("timedatectl-just-started.txt"));
    kernel_says(STA_PLL, 7000);
    EXPECT_EQ(quiet_metrics({"--source", "kernel"}), synchronised("7"));
    EXPECT_EQ(asked(), "");
    EXPECT_EQ(quiet_metrics({"--source", "ntpd"}), synchronised("2.5"));
    EXPECT_EQ(asked(), "ntpq -pn\n");
    EXPECT_EQ(quiet_metrics({"--source", "timesyncd"}), kNotSynchronised);
    EXPECT_EQ(quiet_metrics({"--source", "chronyd"}), synchronised("250"));
    EXPECT_EQ(asked(), "ntpq -pn\ntimedatectl show-timesync --all\nchronyc -c -n sources\n");
    EXPECT_EQ(quiet_metrics({"--source", "chronyd", "--source", "auto"}), synchronised("250"));
}

TEST_F(NtpqServices, SaysThatTheOneTheUserNamesDoesNotAnswer) {
    kernel_says(STA_PLL, 7000);
    for (const auto& [service, program] :
         {std::pair("chronyd", "chronyc"), std::pair("ntpd", "ntpq"),
          std::pair("timesyncd", "timedatectl")}) {
        EXPECT_EQ(metrics({"--source", service}), kNotSynchronised);
        expect_error(std::string("no time service answers (cannot run ") + program +
                     ": No such file or directory)\n");
    }
    kernel_says(STA_UNSYNC, 0, 16'000'000);
    EXPECT_EQ(quiet_metrics({"--source", "kernel"}), kNotSynchronised);
    kernel_forbids_to_ask();
    EXPECT_EQ(metrics({"--source", "kernel"}), kNotSynchronised);
    expect_error("no time service answers (cannot ask the kernel");
}

TEST_F(NtpqServices, LeavesTimeForTheOthersWhenOneHangs) {
    program("chronyc", "trap '' TERM\nwhile :; do /bin/sleep 0.1; done\n");
    ntpd_says(peers_);
    EXPECT_EQ(quiet_metrics({"-t", "6"}), synchronised("2.5"));
}

TEST_F(NtpqServices, AnswersBeforeItsOwnDeadlineWhenAllOfThemHang) {
    for (const char* name : {"chronyc", "ntpq", "timedatectl"}) {
        program(name, "exec /bin/sleep 100\n");
    }
    kernel_says(STA_PLL, 0);
    EXPECT_EQ(metrics({"-t", "6"}), kNotSynchronised);
    expect_error("chronyc: no answer within 1.6");
    EXPECT_EQ(metrics({"--source", "ntpd", "-t", "4"}), kNotSynchronised);
    expect_error("no time service answers (ntpq: no answer within 3.2");
}

TEST_F(NtpqServices, GivesUpWhatCannotBeUnderstood) {
    const auto expect = [this](const std::string& script, const std::string& reason) {
        program("chronyc", script);
        EXPECT_EQ(metrics({"--source", "chronyd"}), kNotSynchronised);
        expect_error("no time service answers (" + reason);
    };
    expect("echo Hello\n", "cannot understand what chronyc prints: 'Hello')\n");
    expect("printf '\\033[1mred\\n'\n", "cannot understand what chronyc prints: '\\x1b[1mred')\n");
    expect("exit 1\n", "chronyc prints nothing, exit code 1)\n");
    expect("echo bad\nexit 7\n", "chronyc ended with exit code 7: bad)\n");
    expect("echo '^,*,192.0.2.1,2,6,377,5,0.1,0.2,0.3'\nexit 1\n", "chronyc: ^,*,192.0.2.1");
    expect("kill -KILL $$\n", "chronyc was killed by SIGKILL)\n");
    expect("exec /bin/dd if=/dev/zero bs=64k count=64 2>/dev/null\n",
           "chronyc prints more than 262144 bytes)\n");
    write_text(directory() / "programs/chronyc", "not a program");
    std::filesystem::permissions(directory() / "programs/chronyc", std::filesystem::perms(0644));
    EXPECT_EQ(metrics({"--source", "chronyd"}), kNotSynchronised);
    expect_error("cannot run chronyc: Permission denied");
}

}  // namespace
}  // namespace monitoring
