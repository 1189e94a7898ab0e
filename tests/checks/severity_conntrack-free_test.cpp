// check-conntrack-free when the free entries and the dropped ones both have something to say.

#include <fmt/format.h>

#include "support/run_tool.hpp"

namespace monitoring {
namespace {

/// A limit on the free entries, of which there are 144; what the line begins with; the exit code.
struct FreeCase {
    std::vector<std::string> limit;
    std::string start;
    int code = 0;
};

const std::string kFree = "free:144 max:262144 count:262000";
const std::vector<FreeCase> kFreeCases = {
    {{"-w", "144"}, "OK: ", 0},
    {{"-w", "145"}, "WARNING: free nf_conntrack < 145 | ", 1},
    {{"-c", "145"}, "CRITICAL: free nf_conntrack < 145 | ", 2},
};

class ConntrackFreeSeverity : public ToolTest {
protected:
    ConntrackFreeSeverity() { use_proc_fixture("proc"); }

    void write_drops(unsigned drops) const {
        write_proc("net/stat/nf_conntrack",
                   fmt::format("entries drop early_drop insert_failed\n1 {:x} 0 0\n", drops));
    }
    /// Each limit on the free entries, with one on the drops.
    void expect(const FreeCase& free, const std::string& line, int exit_code) const {
        auto arguments = free.limit;
        arguments.insert(arguments.end(), {"--max-drops", "2"});
        expect_line("check-conntrack-free", arguments, line, exit_code);
    }
};

TEST_F(ConntrackFreeSeverity, ShowsTheWorseOfFreeEntriesAndDrops) {
    unsigned drops = 0;
    write_drops(drops);
    expect(kFreeCases.front(), "OK: " + kFree, 0);
    for (const auto& free : kFreeCases) {
        write_drops(drops += 2);
        expect(free, free.start + kFree + " dropped:2", free.code);
        write_drops(drops += 3);
        const auto dropped = kFree + " dropped:3";
        if (free.code == 0) expect(free, "WARNING: dropped nf_conntrack > 2 | " + dropped, 1);
        if (free.code != 0) expect(free, free.start + dropped, free.code);
    }
}

TEST_F(ConntrackFreeSeverity, HidesNoAlertBehindDropsThatCannotBeUnderstood) {
    write_proc("net/stat/nf_conntrack", "entries drop early_drop insert_failed\n1 2\n");
    const auto why = "cannot understand " + proc().string() +
                     "/net/stat/nf_conntrack: a line does not have all columns";
    for (const auto& free : kFreeCases) {
        if (free.code == 0) expect(free, "UNKNOWN: " + why, 3);
        if (free.code != 0) {
            expect(free, free.start + kFree + " (drops not known: " + why + ")", free.code);
        }
    }
}

TEST_F(ConntrackFreeSeverity, IsWhatItIsToldWithoutTrackingWhateverTheLimits) {
    std::filesystem::remove_all(proc() / "sys/net");
    const auto text = "nf_conntrack is not loaded (no " + proc().string() +
                      "/sys/net/netfilter/nf_conntrack_count)";
    int code = 0;
    for (const auto* const status : {"OK", "WARNING", "CRITICAL", "UNKNOWN"}) {
        expect_line("check-conntrack-free", {"-c", "145", "--max-drops", "0", "--missing", status},
                    std::string(status) + ": " + text, code++);
    }
}

}  // namespace
}  // namespace monitoring
