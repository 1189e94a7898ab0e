// What the wrappers make of each status, with the options that turn one into another.

#include "support/wrapper_test.hpp"

namespace monitoring {
namespace {

const Words kNames = {"ok", "warning", "critical", "unknown"};
constexpr int kOk = 0;
constexpr int kUnknown = 3;

class WrapperSeverity : public WrapperTest {
protected:
    void expect(const std::string& wrapper, const Words& options, int code,
                const std::string& output, int shown) const {
        SCOPED_TRACE(testing::PrintToString(options) + ", exit code " + std::to_string(code));
        expect_line(wrapper, wrap(options, command(code)), output, shown);
    }
    /// The command line is the same whatever the exit code, as it is the key of the memory.
    [[nodiscard]] Words command(int code) const {
        write_text(path("code"), std::to_string(code));
        return sh("echo said; exit $(cat " + path("code") + ")");
    }
    void forget() const { std::filesystem::remove_all(state_directory()); }
};

TEST_F(WrapperSeverity, OfADelayedFailureIsThatOfPendingAndOfOthersTheirOwn) {
    for (int only = 1; only <= kUnknown; ++only) {
        for (const std::string pending : {"ok", "warning"}) {
            for (int code = kOk; code <= kUnknown; ++code) {
                forget();
                const Words options = {"-c",        "2",    "--only", kNames.at(std::size_t(only)),
                                       "--pending", pending};
                const bool is_delayed = code == only;
                const int first = is_delayed ? static_cast<int>(pending == "warning") : code;
                expect("delay-checker", options, code, is_delayed ? "DelayWarn(1/2): said" : "said",
                       first);
                expect("delay-checker", options, code, is_delayed ? "DelayNG(2/2): said" : "said",
                       code);
            }
        }
    }
}

TEST_F(WrapperSeverity, OfAnAlertThatRecoversIsThatOfTheLastFailure) {
    for (int first = 1; first <= kUnknown; ++first) {
        for (int second = 1; second <= kUnknown; ++second) {
            forget();
            const Words options = {"--recover", "2"};
            expect("delay-checker", options, first, "DelayNG(1/1): said", first);
            expect("delay-checker", options, second, "DelayNG(2/1): said", second);
            expect("delay-checker", options, kOk, "DelayRecover(1/2): said", second);
            expect("delay-checker", options, kOk, "said", kOk);
        }
    }
}

TEST_F(WrapperSeverity, IsMappedLast) {
    for (int from = kOk; from <= kUnknown; ++from) {
        for (int to = kOk; to <= kUnknown; ++to) {
            forget();
            const Words map = {"--status-as",
                               kNames.at(std::size_t(from)) + "=" + kNames.at(std::size_t(to))};
            const std::string alert = from == kOk ? "" : "DelayNG(1/1): ";
            expect("delay-checker", map, from, alert + "said", to);
            expect("interval-checker", {"--interval", "0", map[0], map[1]}, from, "said", to);
            expect("periodic-checker", map, from, "said", to);
            // The word is mapped as well where it is the wrapper's own.
            auto word = kNames.at(std::size_t(to));
            for (auto& letter : word) letter = static_cast<char>(letter - 'a' + 'A');
            expect("periodic-checker",
                   {"--except", "00:00-24:00", "--outside", kNames.at(std::size_t(from)),
                    "--outside-message", "closed", map[0], map[1]},
                   kOk, word + ": closed", to);
        }
    }
}

TEST_F(WrapperSeverity, OfAPendingFailureIsMappedAsWhatItIsShownAs) {
    const Words options = {"-c",      "2",           "--pending",
                           "warning", "--status-as", "critical=ok,warning=unknown"};
    expect("delay-checker", options, 2, "DelayWarn(1/2): said", kUnknown);
    expect("delay-checker", options, 2, "DelayNG(2/2): said", kOk);
}

TEST_F(WrapperSeverity, OfARepeatedResultIsItsOwn) {
    for (int code = kOk; code <= kUnknown; ++code) {
        forget();
        const Words options = {"--interval", "1h", "--failure-interval", "1h"};
        expect("interval-checker", options, code, "said", code);
        expect("interval-checker", options, kUnknown - code, "said", code);
    }
}

}  // namespace
}  // namespace monitoring
