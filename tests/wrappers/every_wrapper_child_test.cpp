// How a wrapped command may end, and what it finds when it begins.

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

/// Also where periodic-checker becomes the command.
class EveryWrapperStart : public EachWrapperTest {};

/// Where the wrapper stays beside the command.
class EveryWrapperChild : public EachWrapperTest {};

TEST_P(EveryWrapperStart, PassesOnTheExitCodesOfAPlugin) {
    expect_passed(sh("echo said; exit 0"), "said\n", 0);
    expect_passed(sh("echo said; exit 1"), "said\n", 1);
    expect_passed(sh("echo said; exit 2"), "said\n", 2);
    expect_passed(sh("echo said; exit 3"), "said\n", 3);
}

TEST_P(EveryWrapperStart, SaysWhyACommandCannotBeExecuted) {
    expect_unknown({"no-such-command"}, "cannot run no-such-command: No such file or directory");
    expect_unknown({path("none")}, "cannot run " + path("none") + ": No such file or directory");
    write_text(path("plain"), "#!/bin/sh\necho fine\n");
    expect_unknown({path("plain")}, "cannot run " + path("plain") + ": Permission denied");
    expect_unknown({directory()}, "cannot run " + directory().string() + ": Is a directory");
    expect_unknown({path("plain/x")}, "cannot run " + path("plain/x") + ": Not a directory");
    const auto orphan = write_program("orphan", "#!/no/such/interpreter\n");
    expect_unknown({orphan},
                   "cannot run " + orphan + ": the interpreter that it names does not exist");
}

TEST_P(EveryWrapperStart, KeepsItsOwnWordsToOneCleanLine) {
    expect_unknown({"no\nsuch\x1b\xff"},
                   "cannot run no\\nsuch\\x1b\uFFFD: No such file or directory");
    forget();
    const auto result = pass({std::string(3000, 'x')});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_LE(result.output.size(), 1024 + GetParam().failing.size() + 4);
}

TEST_P(EveryWrapperStart, NamesTheProgramButNotItsArguments) {
    expect_unknown({"no-such-command", "--password", "secret"},
                   "cannot run no-such-command: No such file or directory");
}

TEST_P(EveryWrapperStart, HandsToNoShellWhatTheKernelDoesNotExecute) {
    const auto script = write_program("script", "echo hello\nexit 0\n");
    expect_unknown({script, "a"}, "cannot run " + script + ": Exec format error (no #! line)");
    const auto empty = write_program("empty", "");
    const auto zeros = write_program("zeros", std::string(8192, '\0'));
    // An ELF file for no machine that there is.
    const auto foreign =
        write_program("foreign", read_text("/bin/true").replace(18, 2, "\x7a\x7a"));
    for (const auto& program : {empty, zeros, foreign}) {
        expect_unknown({program}, "cannot run " + program + ": Exec format error");
    }
    set("PATH", directory());
    expect_unknown({"empty"}, "cannot run empty: Exec format error");
}

TEST_P(EveryWrapperStart, FindsTheCommandInThePath) {
    std::filesystem::create_directory(path("bin"));
    const auto program = write_program("bin/check-mine", "#!/bin/sh\necho mine\n");
    set("PATH", path("bin"));
    expect_passed({"check-mine"}, "mine\n", 0);
}

TEST_P(EveryWrapperStart, LeavesTheEnvironmentAsItWas) {
    set("TZ", "Europe/Berlin");
    set("COLOUR", "blue");
    expect_passed(sh("echo $TZ $COLOUR $LC_ALL"), "Europe/Berlin blue C\n", 0);
}

TEST_P(EveryWrapperStart, GivesTheCommandNoSignalThatIsBlockedOrIgnored) {
    // The last digits are the signals below 29; the C library has two above for itself.
    const auto result = pass_in_shell(
        "trap '' PIPE INT QUIT CHLD; env --block-signal=TERM --block-signal=USR1",
        {"sed", "-n", R"(s/^Sig\(Blk\|Ign\).*\(.......\)$/\1 \2/p)", "/proc/self/status"});
    EXPECT_EQ(result.output, "Blk 0000000\nIgn 0000000\n");
}

TEST_P(EveryWrapperStart, KnowsTheExitCodeAlsoUnderACallerThatIgnoresSigchld) {
    const auto result = pass_in_shell("trap '' CHLD; exec", sh("echo said; exit 2"));
    EXPECT_EQ(result.output, GetParam().failing + "said\n");
    EXPECT_EQ(result.exit_code, 2);
}

TEST_P(EveryWrapperChild, TakesAnyOtherExitCodeForUnknown) {
    for (const std::string code : {"4", "100", "127", "128", "255"}) {
        expect_unknown(sh("exit " + code), "sh ended with exit code " + code);
        expect_unknown(sh("echo said; exit " + code), "sh ended with exit code " + code + ": said");
    }
}

TEST_P(EveryWrapperChild, TakesDeathByASignalForUnknown) {
    for (const std::string name : {"TERM", "KILL", "SEGV", "PIPE", "HUP", "ALRM"}) {
        const auto die = "ulimit -c 0; kill -" + name + " $$";
        expect_unknown(sh(die), "sh was killed by SIG" + name);
        expect_unknown(sh("echo said; " + die), "sh was killed by SIG" + name + ": said");
    }
    expect_unknown(sh("kill -40 $$"), "sh was killed by signal 40");
}

TEST_P(EveryWrapperStart, GivesTheCommandAnEmptyStdin) {
    const auto result = pass_in_shell("echo secret |", sh("cat; echo end; readlink /proc/$$/fd/0"));
    EXPECT_EQ(result.output, "end\n/dev/null\n");
    EXPECT_EQ(result.exit_code, 0);
}

TEST_P(EveryWrapperStart, GivesTheCommandNoOtherDescriptor) {
    const auto result = pass_in_shell("exec 5</dev/null 9>&1;",
                                      sh("for n in 3 4 5 6 7 8 9; do "
                                         "[ -e /proc/$$/fd/$n ] && echo has $n; done; echo end"));
    EXPECT_EQ(result.output, "end\n");
}

TEST_P(EveryWrapperChild, GivesTheCommandAProcessGroupOfItsOwn) {
    expect_passed(sh("read -r _ _ _ _ group _ </proc/$$/stat; [ $group = $$ ] && echo leader"),
                  "leader\n", 0);
}

INSTANTIATE_TEST_SUITE_P(Wrappers, EveryWrapperStart,
                         testing::Values(kDelay, kInterval, kPeriodic, kPeriodicExec),
                         wrapper_name);
INSTANTIATE_TEST_SUITE_P(Wrappers, EveryWrapperChild, testing::Values(kDelay, kInterval, kPeriodic),
                         wrapper_name);

}  // namespace
}  // namespace monitoring
