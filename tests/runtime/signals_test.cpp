#include "common/runtime/signals.hpp"

#include <gtest/gtest.h>

#include <cstring>

using namespace monitoring;

TEST(SignalName, IsThatOfTheSignal) {
    EXPECT_EQ(signal_name(SIGHUP), "SIGHUP");
    EXPECT_EQ(signal_name(SIGKILL), "SIGKILL");
    EXPECT_EQ(signal_name(SIGVTALRM), "SIGVTALRM");
    EXPECT_EQ(signal_name(SIGSYS), "SIGSYS");
}

TEST(SignalName, IsANumberWhereThereIsNone) {
    EXPECT_EQ(signal_name(SIGRTMAX), "signal 64");
    EXPECT_EQ(signal_name(0), "signal 0");
    EXPECT_EQ(signal_name(-1), "signal -1");
}

#ifdef __GLIBC__
TEST(SignalName, IsTheOneThatGlibcHas) {
    for (int signal = 1; signal < NSIG; ++signal) {
        const char* const name = sigabbrev_np(signal);
        const auto expected = name != nullptr ? std::string("SIG") + name
                                              : std::string("signal ") + std::to_string(signal);
        EXPECT_EQ(signal_name(signal), expected);
    }
}
#endif
