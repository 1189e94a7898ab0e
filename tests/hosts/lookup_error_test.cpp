#include "common/hosts/lookup_error.hpp"

#include <gtest/gtest.h>
#include <netdb.h>

using namespace monitoring;

TEST(LookupError, SaysWhyANameHasNoAddress) {
    EXPECT_STREQ(lookup_error_text(EAI_NONAME), "Name or service not known");
    EXPECT_STREQ(lookup_error_text(EAI_AGAIN), "Temporary failure in name resolution");
    EXPECT_STREQ(lookup_error_text(EAI_NODATA), "No address associated with hostname");
    EXPECT_STREQ(lookup_error_text(EAI_OVERFLOW), "Unknown error");
    EXPECT_STREQ(lookup_error_text(1), "Unknown error");
}

#ifdef __GLIBC__
TEST(LookupError, HasTheWordsOfGlibc) {
    // What is beyond is for lookups that go on beside the program (getaddrinfo_a(3)).
    for (int error = -99; error < 99; ++error) {
        EXPECT_STREQ(lookup_error_text(error), gai_strerror(error)) << error;
    }
}
#endif
