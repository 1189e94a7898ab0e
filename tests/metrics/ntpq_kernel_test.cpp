// When mackerel-plugin-ntpq takes the kernel's word, and what that is.

#include "support/ntpq_test.hpp"

namespace monitoring {
namespace {

class NtpqKernel : public NtpqTest {};

TEST_F(NtpqKernel, TakesTheKernelsWordWhereNoServiceIsInstalled) {
    kernel_says(STA_PLL, -2500);
    EXPECT_EQ(metrics(), synchronised("2.5"));
    expect_error(
        "no time service is installed, so the kernel is asked (cannot run chronyc: No such file or "
        "directory; cannot run ntpq: No such file or directory; "
        "cannot run timedatectl: No such file or directory)\n");
    kernel_says(STA_PLL | STA_NANO, -2500);
    EXPECT_EQ(metrics(), synchronised("0.0025"));
    kernel_says(STA_PLL, 2500, 16'000'000);
    EXPECT_EQ(metrics(), kNotSynchronised);
    expect_error("no time service is installed, so the kernel is asked (");
}

// As with chronyd, which steers by other means, and without rtcsync leaves STA_UNSYNC set.
TEST_F(NtpqKernel, PrintsNoOffsetOfAKernelWhosePhaseLockedLoopNobodyUses) {
    for (const auto& arguments : {std::vector<std::string>{}, {"--source", "kernel"}}) {
        kernel_says(STA_UNSYNC | STA_NANO, 2500);
        EXPECT_EQ(metrics(arguments), (Metrics{{"ntpq.synced.remote", "1"}}));
        kernel_says(STA_UNSYNC | STA_NANO, 2500, 16'000'000);
        EXPECT_EQ(metrics(arguments), kNotSynchronised);
    }
}

TEST_F(NtpqKernel, DoesNotTakeTheKernelsWordForAServiceThatIsInstalledAndDoesNotAnswer) {
    kernel_says(STA_PLL, 2500);
    program("chronyc", not_running_);
    EXPECT_EQ(metrics(), kNotSynchronised);
    expect_error("no time service answers (chronyc: 506 Cannot talk to daemon; ");
    std::filesystem::remove(directory() / "programs/chronyc");
    program("ntpq", "echo '***Socket error; probably ntpd is not running' >&2\n");
    EXPECT_EQ(metrics(), kNotSynchronised);
    expect_error("; ntpq: ***Socket error; probably ntpd is not running; ");
    // A script whose interpreter is missing is installed all the same.
    write_text(directory() / "programs/ntpq", "#!/nonexistent/python3\n");
    EXPECT_EQ(metrics(), kNotSynchronised);
    expect_error("; cannot run ntpq: the interpreter that it names does not exist; ");
    std::filesystem::remove(directory() / "programs/ntpq");
    program("timedatectl", "echo 'Failed to connect to bus: Host is down' >&2\nexit 1\n");
    install_timesyncd();
    EXPECT_EQ(metrics(), kNotSynchronised);
    expect_error("; timedatectl: Failed to connect to bus: Host is down)\n");
}

}  // namespace
}  // namespace monitoring
