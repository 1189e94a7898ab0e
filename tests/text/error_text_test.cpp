#include "common/text/error_text.hpp"

#include <errno.h>
#include <gtest/gtest.h>

#include <climits>
#include <cstring>

using namespace monitoring;

TEST(ErrorText, SaysWhatAnErrorMeans) {
    EXPECT_EQ(error_text(0), "Success");
    EXPECT_EQ(error_text(ENOENT), "No such file or directory");
    EXPECT_EQ(error_text(EDEADLOCK), "Resource deadlock avoided");
    EXPECT_EQ(error_text(ENOTCONN), "Transport endpoint is not connected");
    EXPECT_EQ(error_text(EHWPOISON), "Memory page has hardware error");
}

TEST(ErrorText, HasANumberForAnErrorThatNobodyKnows) {
    EXPECT_EQ(error_text(41), "Unknown error 41");
    EXPECT_EQ(error_text(EHWPOISON + 1), "Unknown error 134");
    EXPECT_EQ(error_text(-1), "Unknown error -1");
    EXPECT_EQ(error_text(INT_MIN), "Unknown error -2147483648");
}

#ifdef __GLIBC__
TEST(ErrorText, HasTheWordsOfGlibc) {
    for (int number = -1; number < 1000; ++number) {
        EXPECT_EQ(error_text(number), strerror(number));
    }
}
#endif
