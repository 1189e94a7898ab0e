#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

class Iptables : public ToolTest {
protected:
    Iptables() { write_list("ip", ""); }

    void write_list(const std::string& family, const std::string& content) const {
        write_proc("net/" + family + "_tables_names", content);
    }
    [[nodiscard]] std::string list() const { return (proc() / "net/ip_tables_names").string(); }

    /// In a new network namespace, where there are neither addresses nor rules.
    [[nodiscard]] ToolResult check(const std::string& arguments) const {
        const std::string user = geteuid() == 0 ? "" : "--user --map-root-user ";
        return shell("unshare " + user + "--net $BIN/check-iptables " + arguments);
    }
    void expect(const std::string& arguments, const std::string& line, int exit_code) const {
        const auto result = check(arguments);
        EXPECT_EQ(result.output, line + "\n");
        EXPECT_EQ(result.errors, "");
        EXPECT_EQ(result.exit_code, exit_code);
    }
};

TEST_F(Iptables, FindsNothingInAnEmptyNetwork) {
    const std::string nothing = "no global address; no rules on input";
    const std::string disabled = "OK: does not have global-ip and iptables(filter) is disabled";
    expect("", disabled + " | " + nothing, 0);
    expect("-6",
           disabled + "; does not have global-ipv6 and ip6tables(filter) is disabled | IPv4: " +
               nothing + "; IPv6: " + nothing,
           0);
}

TEST_F(Iptables, LooksAtNoLegacyTableThatIsNotListed) {
    write_list("ip", "nat\nmangle\nfilters\n");
    expect("--expect off", "OK: iptables(filter) is disabled | no rules on input", 0);
}

TEST_F(Iptables, LooksAtALegacyTableThatIsListed) {
    write_list("ip", "nat\nfilter\n");
    const auto result = check("--expect off");
    if (lacks(result.output.find("cannot read the table") == std::string::npos,
              "a kernel with tables of iptables-legacy")) {
        return;
    }
    EXPECT_EQ(result.output, "OK: iptables(filter) is disabled | legacy: no rules on input\n");
}

TEST_F(Iptables, TakesAMissingListForAKernelWithoutLegacyTables) {
    std::filesystem::remove(list());
    expect("--expect off", "OK: iptables(filter) is disabled | no rules on input", 0);
}

TEST_F(Iptables, DoesNotTakeAMissingProcForOne) {
    std::filesystem::remove_all(proc() / "net");
    expect("--expect off",
           "UNKNOWN: cannot open " + proc().string() + "/net: No such file or directory", 3);
}

TEST_F(Iptables, IsUnknownWhenTheListCannotBeRead) {
    write_list("ip", std::string(65537, '\n'));
    expect("", "UNKNOWN: cannot read " + list() + ": larger than 65536 bytes", 3);
    std::filesystem::remove(list());
    std::filesystem::create_directory(list());
    expect("", "UNKNOWN: cannot read " + list() + ": Is a directory", 3);
}

TEST_F(Iptables, EndsAtItsDeadline) {
    std::filesystem::remove(list());
    ASSERT_EQ(mkfifo(list().c_str(), 0600), 0);
    expect("-t 0.5", "UNKNOWN: no answer within 0.5 s (reading " + list() + ")", 3);
    expect("-t 0.5 --status-as unknown=warning",
           "WARNING: no answer within 0.5 s (reading " + list() + ")", 1);
}

TEST_F(Iptables, ShowsAStatusAsAnother) {
    expect("--expect on --status-as critical=warning",
           "WARNING: iptables(filter) is disabled | no rules on input", 1);
}

TEST_F(Iptables, IsUnknownForNobody) {
    const std::string nobody =
        geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
    for (const std::string arguments : {"", "-6", "--expect on", "--expect off"}) {
        const auto result = shell(fmt::format("{}$BIN/check-iptables {}", nobody, arguments));
        EXPECT_EQ(result.output,
                  "UNKNOWN: cannot read nf_tables: Operation not permitted (needs root or "
                  "CAP_NET_ADMIN)\n");
        EXPECT_EQ(result.exit_code, 3);
    }
}

TEST_F(Iptables, NamesAMistake) {
    const auto expect_mistake = [this](const std::vector<std::string>& arguments,
                                       const std::string& text) {
        expect_line("check-iptables", arguments, "UNKNOWN: " + text + " (see --help)", 3);
    };
    for (const std::string wrong : {"", "maybe", "On"}) {
        expect_mistake({"--expect", wrong},
                       "--expect: '" + wrong + "' is none of auto, on and off");
    }
    for (const std::string wrong : {"", "rule", "drop"}) {
        expect_mistake({"--require", wrong},
                       "--require: '" + wrong + "' is none of loaded, rules and drop-policy");
    }
    for (const std::string option : {"--private", "--treat-as-global"}) {
        for (const std::string wrong : {"", "10.0.0.0/33", "10.0.0", "::/129", "fe80::1%eth0"}) {
            expect_mistake({option, wrong},
                           fmt::format("{}: '{}' is neither an address nor a network such as "
                                       "192.168.0.0/16",
                                       option, wrong));
        }
    }
    expect_mistake({"--exclude-interface", ""}, "--exclude-interface: '' is empty");
    expect_mistake({"--expect"}, "--expect: 1 required auto|on|off missing");
    expect_mistake({"stray"}, "The following argument was not expected: stray");
    EXPECT_TRUE(run("check-iptables", {"--unneeded", "bad"})
                    .output.starts_with("UNKNOWN: --unneeded: 'bad' "));
}

}  // namespace
}  // namespace monitoring
